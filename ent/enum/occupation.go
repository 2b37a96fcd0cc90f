package enum

// OccupationScheme is a classification of occupations.
type OccupationScheme string

// The classifications of occupations.
const (
	// OccupationONET is O*NET-SOC: 53-7051.00.
	OccupationONET OccupationScheme = "ONET"
	// OccupationESCO is ESCO, by URI.
	OccupationESCO OccupationScheme = "ESCO"
	// OccupationISCO is a group of ISCO-08.
	OccupationISCO OccupationScheme = "ISCO"
)

// Values lists every classification.
func (OccupationScheme) Values() []string {
	return texts(OccupationONET, OccupationESCO, OccupationISCO)
}

// OccupationRelation says how a framework ties a skill to an occupation.
type OccupationRelation string

// The relations of a skill to an occupation.
const (
	RelationEssential  OccupationRelation = "ESSENTIAL"
	RelationOptional   OccupationRelation = "OPTIONAL"
	RelationActivity   OccupationRelation = "ACTIVITY"
	RelationTechnology OccupationRelation = "TECHNOLOGY"
)

// Values lists every relation.
func (OccupationRelation) Values() []string {
	return texts(RelationEssential, RelationOptional, RelationActivity, RelationTechnology)
}

// CodeScheme is a classification whose codes crosswalks tie together.
type CodeScheme string

// The classifications of crosswalks.
const (
	// CodeSOC is SOC 2018: 53-7051.
	CodeSOC CodeScheme = "SOC"
	// CodeISCO is ISCO-08: 8344.
	CodeISCO CodeScheme = "ISCO"
	// CodeCIP is CIP 2020: 49.0202.
	CodeCIP CodeScheme = "CIP"
)

// Values lists every classification.
func (CodeScheme) Values() []string { return texts(CodeSOC, CodeISCO, CodeCIP) }
