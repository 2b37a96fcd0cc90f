// Package taxonomy knows how skills relate: which skill is broader than which,
// which are related and which mean the same. It is pure: relations in, alignments
// out. It refuses to know labels, frameworks, levels and where relations are kept.
package taxonomy

// RelationKind says how two skills relate.
type RelationKind string

// The kinds of relations.
const (
	// Broader says that To is the broader skill of From.
	Broader RelationKind = "BROADER"
	// Related says that the two are neighbors; it holds both ways.
	Related RelationKind = "RELATED"
	// Exact says that the two mean the same; it is transitive.
	Exact RelationKind = "EXACT"
)

// Relation ties two skills.
type Relation struct {
	From, To string
	Kind     RelationKind
}

// Alignment says how a skill held relates to a skill asked.
type Alignment string

// The alignments, best first.
const (
	AlignedSame     Alignment = "SAME"
	AlignedExact    Alignment = "EXACT"
	AlignedNarrower Alignment = "NARROWER"
	AlignedBroader  Alignment = "BROADER"
	AlignedRelated  Alignment = "RELATED"
)

// What an alignment is worth, in hundredths.
const (
	factorSame              = 100
	factorNarrowerOne       = 60
	factorNarrowerTwo       = 40
	factorBroader           = 40
	factorRelated           = 20
	noGroup           int32 = -1
)

// Aligned is a skill whose holding credits the skill asked.
type Aligned struct {
	Skill     string
	Alignment Alignment
	// Factor is what the alignment is worth, in hundredths.
	Factor uint8
}
