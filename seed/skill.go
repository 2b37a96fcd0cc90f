package seed

import (
	"cmp"

	"github.com/stackmatch/stackmatch/ent/enum"
)

// Framework is where skills come from.
type Framework struct {
	Key         string `yaml:"key"`
	Name        string `yaml:"name"`
	Publisher   string `yaml:"publisher"`
	Version     string `yaml:"version"`
	URL         string `yaml:"url"`
	License     string `yaml:"license"`
	Attribution string `yaml:"attribution"`
}

// Skill is an ability with labels in two languages. Skills that ESCO has carry
// its URI and labels, so that a later import of ESCO meets them.
type Skill struct {
	Key       string `yaml:"key"`
	Framework string `yaml:"framework"`
	// URI identifies the skill in its framework; without one it is minted
	// from the key.
	URI         string `yaml:"uri"`
	Preferred   Text   `yaml:"preferred"`
	Alternative Labels `yaml:"alternative"`
	// Hidden labels are found but not shown: abbreviations, brands, slips.
	Hidden      Labels `yaml:"hidden"`
	Description Text   `yaml:"description"`
	// Broader, Related and Exact are keys of other skills.
	Broader []string `yaml:"broader"`
	Related []string `yaml:"related"`
	Exact   []string `yaml:"exact"`
}

// Identity is the URI that identifies the skill everywhere.
func (s Skill) Identity() string {
	if s.URI != "" {
		return s.URI
	}
	return "urn:stackmatch:" + s.Framework + ":" + s.Key
}

// Occupation is an occupation of O*NET-SOC, or a group of ISCO-08.
type Occupation struct {
	// Scheme is empty for O*NET-SOC.
	Scheme      enum.OccupationScheme `yaml:"scheme"`
	Code        string                `yaml:"code"`
	Zone        int                   `yaml:"zone"`
	Title       Text                  `yaml:"title"`
	Alternative Labels                `yaml:"alternative"`
	// Essential are keys of skills that whoever works in it needs.
	Essential []string `yaml:"essential"`
}

// framework is the one that the occupation is of.
func (o Occupation) framework() string {
	if o.Scheme == enum.OccupationISCO {
		return "esco"
	}
	return "onet"
}

// scheme is the classification that the occupation is of.
func (o Occupation) scheme() enum.OccupationScheme {
	return cmp.Or(o.Scheme, enum.OccupationONET)
}

// Crosswalk says what an occupation of SOC 2018 is in other classifications: titles by
// code.
type Crosswalk struct {
	SOC  string            `yaml:"soc"`
	ISCO map[string]string `yaml:"isco"`
	CIP  map[string]string `yaml:"cip"`
}
