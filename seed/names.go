package seed

import "math/rand/v2"

// Names are put together so that no real person's full name is likely: given
// names that nobody has, family names that are plants and landscapes.
var (
	givenStarts = []string{
		"Ael", "Bri", "Cal", "Dor", "Ely", "Fen", "Gal", "Hes", "Ind", "Jov", "Kel", "Lun", "Mer", "Nev", "Oly", "Pel",
		"Quin", "Ros", "Syl", "Tav", "Ulm", "Ven", "Wyn", "Yar", "Zel",
	}
	givenEnds = []string{
		"anth", "ivar", "osta", "umel", "endra", "ilio", "aveth", "orin", "essal", "imar", "olda", "uneth", "iska", "ombe",
	}
	familyStarts = []string{
		"Alder", "Ash", "Aspen", "Birch", "Bramble", "Cedar", "Clover", "Copper", "Dune", "Elder", "Ember", "Fern", "Flint",
		"Frost", "Gorse", "Granite", "Hazel", "Heather", "Juniper", "Larch", "Lichen", "Linden", "Maple", "Moss", "Oak",
		"Pine", "Quarry", "Rain", "Reed", "River", "Rowan", "Rush", "Sage", "Sedge", "Shale", "Sorrel", "Spruce", "Thistle",
		"Timber", "Willow", "Yarrow",
	}
	familyEnds = []string{
		"bank", "crest", "dell", "fall", "field", "gate", "glen", "grove", "haven", "hollow", "landing", "marsh", "meadow",
		"mere", "moor", "pond", "reach", "ridge", "shore", "spring", "vale", "wharf", "water",
	}
)

// name draws a name.
func name(r *rand.Rand) string {
	return draw(r, givenStarts) + draw(r, givenEnds) + " " + draw(r, familyStarts) + draw(r, familyEnds)
}

func draw[T any](r *rand.Rand, list []T) T { return list[r.IntN(len(list))] }
