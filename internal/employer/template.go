package employer

import (
	"cmp"
	"context"
	"embed"
	"fmt"
	"path"
	"slices"
	"strings"
	"sync"

	"github.com/goccy/go-yaml"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/ent/text"
	"github.com/stackmatch/stackmatch/internal/problem"
)

// Template is a posting to begin from, as this installation's catalog can ask for it.
type Template struct {
	Key                             string
	Language                        string
	Title, Description              string
	OccupationCode, OccupationTitle string
	Requirements                    []Requirement
	// LeftOut are must-haves that the catalog has nothing for.
	LeftOut    []string
	Conditions []*db.PostingCondition
}

// template is an occupation's template, by its file.
type template struct {
	Key        string `yaml:"-"`
	Occupation struct {
		Code  string         `yaml:"code"`
		Title text.Localized `yaml:"title"`
	} `yaml:"occupation"`
	Title       text.Localized `yaml:"title"`
	Description text.Localized `yaml:"description"`
	// Search are further words by which employers look for it.
	Search     []string       `yaml:"search"`
	MustHaves  []mustHave     `yaml:"must_haves"`
	Conditions []templateTerm `yaml:"conditions"`
}

// mustHave asks for a skill, by its framework's URI, or for any of some
// credentials, by the URI or, where they have none, the title that the catalog
// has them by.
type mustHave struct {
	Skill  string         `yaml:"skill"`
	Level  int            `yaml:"level"`
	AnyOf  []string       `yaml:"any_of"`
	Weight int            `yaml:"weight"`
	Words  text.Localized `yaml:"words"`
	Legal  *templateRule  `yaml:"legal"`
}

// templateTerm is a condition of the work.
type templateTerm struct {
	Kind    enum.ConditionKind `yaml:"kind"`
	Text    text.Localized     `yaml:"text"`
	Minimum string             `yaml:"minimum"`
	Maximum string             `yaml:"maximum"`
	Unit    string             `yaml:"unit"`
	Legal   *templateRule      `yaml:"legal"`
}

// templateRule is the law that asks for something.
type templateRule struct {
	Text text.Localized `yaml:"text"`
	URL  string         `yaml:"url"`
}

//go:embed templates/*.yaml
var templateFiles embed.FS

// templates reads the embedded templates once, by key.
var templates = sync.OnceValues(func() ([]template, error) {
	files, err := templateFiles.ReadDir("templates")
	if err != nil {
		return nil, fmt.Errorf("list templates: %w", err)
	}
	out := make([]template, len(files))
	for i, file := range files {
		data, err := templateFiles.ReadFile(path.Join("templates", file.Name()))
		if err != nil {
			return nil, fmt.Errorf("read template: %w", err)
		}
		if err := yaml.UnmarshalWithOptions(data, &out[i], yaml.Strict()); err != nil {
			return nil, fmt.Errorf("read template %s: %w", file.Name(), err)
		}
		out[i].Key = strings.TrimSuffix(file.Name(), path.Ext(file.Name()))
	}
	return out, nil
})

// Templates lists the templates that have all words of a search in their title,
// occupation or further words in either language, by title.
func (s *Service) Templates(ctx context.Context, search, language string) ([]Template, error) {
	if err := checkLength(search, maxSearch, "search"); err != nil {
		return nil, err
	}
	all, err := templates()
	if err != nil {
		return nil, err
	}
	var out []Template
	for _, t := range all {
		if !t.found(search) {
			continue
		}
		shown, err := s.template(ctx, t, language)
		if err != nil {
			return nil, err
		}
		out = append(out, shown)
	}
	slices.SortStableFunc(out, func(a, b Template) int { return strings.Compare(a.Title, b.Title) })
	return out, nil
}

func (t template) found(search string) bool {
	var held []string
	for _, words := range []text.Localized{t.Title, t.Occupation.Title} {
		for _, language := range languages {
			said, _ := words.In(string(language))
			held = append(held, said)
		}
	}
	held = strings.Fields(plainTitle(strings.Join(append(held, t.Search...), " ")))
	for _, word := range strings.Fields(plainTitle(search)) {
		if !slices.ContainsFunc(held, func(h string) bool { return strings.HasPrefix(h, word) }) {
			return false
		}
	}
	return true
}

// template is a template in a language, asking for what the catalog has.
func (s *Service) template(ctx context.Context, t template, language string) (Template, error) {
	out := Template{Key: t.Key, OccupationCode: t.Occupation.Code}
	out.Title, out.Language = t.Title.In(language)
	out.Description, _ = t.Description.In(language)
	out.OccupationTitle, _ = t.Occupation.Title.In(language)
	asks, missing, err := s.asksOf(ctx, t, language)
	if err != nil {
		return out, err
	}
	for _, m := range missing {
		words, _ := m.Words.In(language)
		out.LeftOut = append(out.LeftOut, words)
	}
	if len(asks) > 0 {
		if out.Requirements, err = s.resolve(ctx, asks, language); err != nil {
			return out, fmt.Errorf("resolve template %s: %w", t.Key, err)
		}
		if err := s.label(ctx, out.Requirements, language); err != nil {
			return out, err
		}
	}
	for _, c := range t.conditions(language) {
		out.Conditions = append(out.Conditions, conditionOf(c))
	}
	return out, nil
}

// conditionOf is a condition as a posting would keep it.
func conditionOf(in ConditionInput) *db.PostingCondition {
	row := &db.PostingCondition{Kind: in.Kind, Text: in.Text, Minimum: in.Minimum, Maximum: in.Maximum}
	if in.Unit != nil {
		row.Unit = *in.Unit
	}
	if in.LegalRule != nil {
		row.LegalRule = &in.LegalRule.Text
		if in.LegalRule.URL != nil {
			row.LegalURL = *in.LegalRule.URL
		}
	}
	return row
}

// fromTemplate has a posting say what its template says, where it says nothing
// itself.
func (s *Service) fromTemplate(ctx context.Context, in *CreatePostingInput) error {
	if in.Template == nil {
		return nil
	}
	t, err := templateOf(*in.Template)
	if err != nil {
		return err
	}
	title, _ := t.Title.In(in.Language)
	description, _ := t.Description.In(in.Language)
	in.Title, in.Description = cmp.Or(in.Title, title), cmp.Or(in.Description, description)
	if in.Occupation == nil {
		in.Occupation = &t.Occupation.Code
	}
	if len(in.Requirements) == 0 {
		if in.Requirements, _, err = s.asksOf(ctx, t, in.Language); err != nil {
			return err
		}
	}
	if len(in.Conditions) == 0 {
		in.Conditions = t.conditions(in.Language)
	}
	return nil
}

func templateOf(key string) (template, error) {
	all, err := templates()
	if err != nil {
		return template{}, err
	}
	i := slices.IndexFunc(all, func(t template) bool { return t.Key == key })
	if i < 0 {
		return template{}, problem.New(problem.NotFound, "there is no template %q", short(key)).
			Spanish("no hay ninguna plantilla %q", short(key)).At("template")
	}
	return all[i], nil
}
