package seed

// Catalog is everything that the seed holds by hand, in the order of its files.
type Catalog struct {
	document
	organizations    map[string]*Organization
	places           map[string]*Place
	skills           map[string]*Skill
	microCredentials map[string]*MicroCredential
	stacks           map[string]*Stack
	occupations      map[string]*Occupation
	earners          map[string]*Earner
	postings         map[string]*Posting
	templates        map[string]*Template
}

// document is one file: any of the lists.
type document struct {
	Organizations    []Organization    `yaml:"organizations"`
	Places           []Place           `yaml:"places"`
	Frameworks       []Framework       `yaml:"frameworks"`
	Skills           []Skill           `yaml:"skills"`
	Occupations      []Occupation      `yaml:"occupations"`
	Crosswalks       []Crosswalk       `yaml:"crosswalks"`
	MicroCredentials []MicroCredential `yaml:"micro_credentials"`
	Stacks           []Stack           `yaml:"stacks"`
	Pathways         []Pathway         `yaml:"pathways"`
	Recognitions     []Recognition     `yaml:"recognitions"`
	Offerings        []Offering        `yaml:"offerings"`
	Postings         []Posting         `yaml:"postings"`
	Accounts         []Account         `yaml:"accounts"`
	Earners          []Earner          `yaml:"earners"`
	Templates        []Template        `yaml:"templates"`
	Assessed         []Assessed        `yaml:"assessed"`
	Affiliations     []Affiliation     `yaml:"affiliations"`
	Submissions      []Submission      `yaml:"submissions"`
	Offers           []Offer           `yaml:"offers"`
	Plans            []Plan            `yaml:"plans"`
}

func (c *Catalog) add(d *document) {
	c.Organizations = append(c.Organizations, d.Organizations...)
	c.Places = append(c.Places, d.Places...)
	c.Frameworks = append(c.Frameworks, d.Frameworks...)
	c.Skills = append(c.Skills, d.Skills...)
	c.Occupations = append(c.Occupations, d.Occupations...)
	c.Crosswalks = append(c.Crosswalks, d.Crosswalks...)
	c.MicroCredentials = append(c.MicroCredentials, d.MicroCredentials...)
	c.Stacks = append(c.Stacks, d.Stacks...)
	c.Pathways = append(c.Pathways, d.Pathways...)
	c.Recognitions = append(c.Recognitions, d.Recognitions...)
	c.Offerings = append(c.Offerings, d.Offerings...)
	c.Postings = append(c.Postings, d.Postings...)
	c.Accounts = append(c.Accounts, d.Accounts...)
	c.Earners = append(c.Earners, d.Earners...)
	c.Templates = append(c.Templates, d.Templates...)
	c.Assessed = append(c.Assessed, d.Assessed...)
	c.Affiliations = append(c.Affiliations, d.Affiliations...)
	c.Submissions = append(c.Submissions, d.Submissions...)
	c.Offers = append(c.Offers, d.Offers...)
	c.Plans = append(c.Plans, d.Plans...)
}

func (c *Catalog) index() {
	c.organizations = byKey(c.Organizations, func(o *Organization) string { return o.Key })
	c.places = byKey(c.Places, func(p *Place) string { return p.Key })
	c.skills = byKey(c.Skills, func(s *Skill) string { return s.Key })
	c.microCredentials = byKey(c.MicroCredentials, func(m *MicroCredential) string { return m.Key })
	c.stacks = byKey(c.Stacks, func(s *Stack) string { return s.Key })
	c.occupations = byKey(c.Occupations, func(o *Occupation) string { return o.Code })
	c.earners = byKey(c.Earners, func(e *Earner) string { return e.Key })
	c.templates = byKey(c.Templates, func(t *Template) string { return t.Key })
	c.postings = byKey(c.Postings, func(p *Posting) string { return p.Key })
}

func byKey[T any](list []T, key func(*T) string) map[string]*T {
	index := make(map[string]*T, len(list))
	for i := range list {
		index[key(&list[i])] = &list[i]
	}
	return index
}

// Organization finds an organization by key.
func (c *Catalog) Organization(key string) (Organization, bool) { return find(c.organizations, key) }

// Place finds a place by key.
func (c *Catalog) Place(key string) (Place, bool) { return find(c.places, key) }

// Skill finds a skill by key.
func (c *Catalog) Skill(key string) (Skill, bool) { return find(c.skills, key) }

// MicroCredential finds a micro-credential by key.
func (c *Catalog) MicroCredential(key string) (MicroCredential, bool) {
	return find(c.microCredentials, key)
}

// Stack finds a stack by key.
func (c *Catalog) Stack(key string) (Stack, bool) { return find(c.stacks, key) }

// Earner finds a hand-written earner by key.
func (c *Catalog) Earner(key string) (Earner, bool) { return find(c.earners, key) }

// Posting finds a posting by key.
func (c *Catalog) Posting(key string) (Posting, bool) { return find(c.postings, key) }

func find[T any](index map[string]*T, key string) (T, bool) {
	if found, ok := index[key]; ok {
		return *found, true
	}
	var none T
	return none, false
}
