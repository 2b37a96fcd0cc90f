package badge

import (
	"cmp"
	"encoding/json"
	"slices"
	"strings"
	"time"
)

// Content is what a document says of itself, whether or not it holds. Of Open
// Badges 2.0 it knows only what is in the document: the report's Credential has
// what was fetched.
func (b *Badge) Content() Credential {
	switch {
	case b.doc == nil:
		return Credential{}
	case b.legacy():
		return b.legacyContent()
	case b.format == Presentation:
		// Whatever else it says is its holder's word, under names that stand for
		// an issuer's in a credential.
		return Credential{ID: text(b.doc, "id"), Types: texts(b.doc, "type"), Issuer: profile(b.doc["holder"])}
	}
	subject := b.subject()
	achievement := soleObject(subject, "achievement")
	from, _ := bounds(b, "nbf", notBefore)
	until, _ := bounds(b, "exp", notAfter)
	c := Credential{
		ID: text(b.doc, "id"), Name: prose(b.doc["name"]), Description: prose(b.doc["description"]),
		Types: texts(b.doc, "type"), Issuer: profile(b.doc["issuer"]),
		ValidFrom: known(from), ValidUntil: known(until),
		AwardedAt:   moment(b.doc, "awardedDate"),
		Achievement: readAchievement(achievement), SubjectID: text(subject, "id"),
		Identifiers: identifiers(subject), Evidence: evidence(b.doc),
		Endorsements: len(b.endorsements()), Associations: associations(subject),
		RefreshURL: text(soleObject(b.doc, "refreshService"), "id"),
		Image:      cmp.Or(idOf(b.doc["image"]), idOf(subject["image"])),
	}
	c.Results = results(subject, c.Achievement, b.order())
	c.Name = cmp.Or(c.Name, c.Achievement.Name)
	return c
}

// subject is whom or what the credential is about. Of several, which one comes
// first is not signed, so that it is about none of them alone.
func (b *Badge) subject() map[string]any {
	return soleObject(b.doc, "credentialSubject")
}

// soleObject gives the object in a member that holds no other.
func soleObject(m map[string]any, name string) map[string]any {
	if all := objects(m, name); len(all) == 1 {
		return all[0]
	}
	return nil
}

// moment reads a member that holds a date.
func moment(m map[string]any, name string) *time.Time {
	t, _ := parseTime(text(m, name))
	return known(t)
}

// known is a time that is not the zero one.
func known(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	return &t
}

// prose reads a text that may come in several languages: the English one if
// there is one, else one without a language, else that of the first by the
// alphabet. Which comes first in the document, and the case of a language, is
// not signed.
func prose(value any) string {
	var all []phrase
	for _, v := range list(value) {
		s, ok := v.(string)
		o, _ := v.(map[string]any)
		if !ok {
			s = text(o, "@value")
		}
		if s != "" {
			all = append(all, phrase{s, strings.ToLower(text(o, "@language"))})
		}
	}
	if len(all) == 0 {
		return ""
	}
	return slices.MinFunc(all, phrase.compare).text
}

// phrase is a text in a language.
type phrase struct{ text, language string }

func (p phrase) compare(o phrase) int {
	english := map[bool]int{true: 0, false: 1}
	return cmp.Or(
		cmp.Compare(english[p.language == "en"], english[o.language == "en"]),
		strings.Compare(p.language, o.language), strings.Compare(p.text, o.text),
	)
}

func profile(value any) Profile {
	o, ok := value.(map[string]any)
	if !ok {
		return Profile{ID: idOf(value)}
	}
	return Profile{
		ID: text(o, "id"), Name: prose(o["name"]), URL: text(o, "url"), Email: text(o, "email"),
		Description: prose(o["description"]), Image: idOf(o["image"]),
	}
}

func readAchievement(o map[string]any) Achievement {
	criteria := object(o, "criteria")
	a := Achievement{
		ID: text(o, "id"), Type: text(o, "achievementType"), Name: prose(o["name"]),
		Description: prose(o["description"]), Criteria: text(criteria, "narrative"), CriteriaURL: text(criteria, "id"),
		Image: idOf(o["image"]), Tags: texts(o, "tag"), Language: text(o, "inLanguage"), Version: text(o, "version"),
		Alignments: alignments(o), Creator: profile(o["creator"]),
	}
	for _, d := range objects(o, "resultDescription") {
		a.ResultDescriptions = append(a.ResultDescriptions, resultDescription(d))
	}
	return a
}

func resultDescription(o map[string]any) ResultDescription {
	d := ResultDescription{
		ID: text(o, "id"), Name: text(o, "name"), Type: text(o, "resultType"), RequiredLevel: text(o, "requiredLevel"),
		RequiredValue: text(o, "requiredValue"), ValueMin: text(o, "valueMin"), ValueMax: text(o, "valueMax"),
		AllowedValues: texts(o, "allowedValue"), Alignments: alignments(o),
	}
	for _, l := range objects(o, "rubricCriterionLevel") {
		d.Levels = append(d.Levels, RubricLevel{
			ID: text(l, "id"), Name: text(l, "name"), Level: text(l, "level"), Description: text(l, "description"),
			Points: text(l, "points"), Alignments: alignments(l),
		})
	}
	return d
}

func identifiers(subject map[string]any) []Identifier {
	var found []Identifier
	for _, o := range objects(subject, "identifier") {
		hashed, _ := o["hashed"].(bool)
		found = append(found, Identifier{
			Type: text(o, "identityType"), Value: text(o, "identityHash"), Salt: text(o, "salt"), Hashed: hashed,
		})
	}
	return found
}

func evidence(doc map[string]any) []Evidence {
	var found []Evidence
	for _, o := range objects(doc, "evidence") {
		found = append(found, Evidence{
			ID: text(o, "id"), Name: text(o, "name"), Description: text(o, "description"),
			Narrative: text(o, "narrative"), Genre: text(o, "genre"), Audience: text(o, "audience"),
		})
	}
	return found
}

func associations(subject map[string]any) []Association {
	var found []Association
	for _, o := range objects(subject, "association") {
		found = append(found, Association{
			Type: text(o, "associationType"), Source: text(o, "sourceId"), Target: text(o, "targetId"),
		})
	}
	return found
}

func results(subject map[string]any, a Achievement, by order) []Result {
	described := map[string]scale{}
	for _, d := range a.ResultDescriptions {
		if d.ID != "" {
			described[d.ID] = d.scale(by)
		}
	}
	var found []Result
	for _, o := range objects(subject, "result") {
		r := Result{
			Value: text(o, "value"), Status: text(o, "status"), AchievedLevel: text(o, "achievedLevel"),
			Alignments: alignments(o),
		}
		if n, ok := o["value"].(json.Number); ok {
			r.Value = n.String()
		}
		if d, ok := described[text(o, "resultDescription")]; ok {
			r.Name, r.Level = d.name, d.level(r)
		}
		found = append(found, r)
	}
	return found
}
