package seed

import "github.com/stackmatch/stackmatch/ent/enum"

// Organization is a real organization of a program, or an employer that is
// invented and says so in its name ("Example …").
type Organization struct {
	Key      string                  `yaml:"key"`
	Name     string                  `yaml:"name"`
	Kinds    []enum.OrganizationKind `yaml:"kinds"`
	Homepage string                  `yaml:"homepage"`
	// Place is where it is, or where its main office is.
	Place string `yaml:"place"`
	// VouchedBy is the organization that vouches for it; an employer without
	// one sees no candidates.
	VouchedBy string `yaml:"vouched_by"`
	// VouchedDaysAgo is when that was, before the seed's now.
	VouchedDaysAgo int `yaml:"vouched_days_ago"`
	// Invented is true for organizations that do not exist.
	Invented bool `yaml:"invented"`
}

// Place is a ZIP, a county or a state, with its centroid.
type Place struct {
	Key  string         `yaml:"key"`
	Kind enum.PlaceKind `yaml:"kind"`
	Name string         `yaml:"name"`
	// Code is the ZIP code, or the FIPS code of the county or state.
	Code  string `yaml:"code"`
	State string `yaml:"state"`
	// FIPS is the code of the county that the place is or lies in.
	FIPS string `yaml:"fips"`
	// RUCC is the county's Rural-Urban Continuum Code of 2013: 4 to 9 are
	// nonmetro, and what the population means by rural.
	RUCC   int     `yaml:"rucc"`
	Lat    float64 `yaml:"lat"`
	Lon    float64 `yaml:"lon"`
	Parent string  `yaml:"parent"`
	// Residents is how many of the population live here, against others.
	Residents int `yaml:"residents"`
}

// Rural tells whether the place lies in a nonmetro county.
func (p Place) Rural() bool { return p.RUCC >= 4 }
