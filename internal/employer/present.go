package employer

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/internal/consent"
	"github.com/stackmatch/stackmatch/internal/dossier"
	"github.com/stackmatch/stackmatch/internal/matching"
	"github.com/stackmatch/stackmatch/internal/page"
)

// microPoints is how many of them make a point.
const microPoints = 1_000_000

// present turns a ranked page into what the employer may see of it.
func (s *Service) present(ctx context.Context, q *question, found *ranked) (*Candidates, error) {
	records, err := s.recordsOf(ctx, found)
	if err != nil {
		return nil, err
	}
	if err := s.markInterest(ctx, q, found.rows); err != nil {
		return nil, err
	}
	out := &Candidates{
		PageInfo:   page.Info{HasNextPage: found.hasNext, HasPreviousPage: found.from.Row > 0},
		TotalCount: found.counts.Total,
		TierCounts: TierCounts{
			Qualified: found.counts.Tiers[matching.Qualified],
			Near:      found.counts.Tiers[matching.Near],
			Partial:   found.counts.Tiers[matching.Partial],
		},
	}
	at := found.from
	for _, r := range found.rows {
		at = at.next(r.hit.Key)
		shown, err := q.candidate(r, at.Rank, records)
		if err != nil {
			return nil, err
		}
		cursor, err := at.seal(s.Cursors, q.scope)
		if err != nil {
			return nil, err
		}
		out.Nodes = append(out.Nodes, shown)
		out.Edges = append(out.Edges, CandidateEdge{Cursor: cursor, Node: shown})
	}
	if n := len(out.Edges); n > 0 {
		out.PageInfo.StartCursor, out.PageInfo.EndCursor = &out.Edges[0].Cursor, &out.Edges[n-1].Cursor
	}
	return out, s.count(ctx, q, found.counts, records, out)
}

// next is the position of the candidate that follows: equal scores share a rank.
func (p position) next(key matching.Key) position {
	same := p.Row > 0 && p.Key.Tier == key.Tier && p.Key.Points == key.Points
	out := position{Key: key, Row: p.Row + 1, Rank: p.Rank, Drawn: p.Drawn}
	if !same {
		out.Rank = out.Row
	}
	return out
}

// candidate is one row as the employer may see it.
func (q *question) candidate(r row, rank int, records *records) (Candidate, error) {
	person := r.person
	id, err := q.mask.candidate(person.Earner.ID)
	if err != nil {
		return Candidate{}, err
	}
	awards, byID, err := q.awards(person, records)
	if err != nil {
		return Candidate{}, err
	}
	out := Candidate{
		ID: id, Alias: q.mask.name(person.Earner.ID), Name: q.name(person),
		Place: records.places[r.hit.Place], Remote: person.Earner.Remote,
		Awards: awards, Match: q.explain(r.match, rank, byID, records),
	}
	out.Email, out.Phone = q.reach(person, records)
	out.Interested, out.Claims = q.interested[person.Earner.ID], claims(person, records)
	for _, stack := range r.match.Stacks {
		if row := records.stacks[stack]; row != nil {
			out.CompletedStacks = append(out.CompletedStacks, row)
		}
	}
	return out, nil
}

// claims are what somebody only says that they hold, by the catalog's names: of who
// shows what does not count.
func claims(person dossier.Dossier, records *records) []*db.MicroCredential {
	out := []*db.MicroCredential{}
	if !person.Earner.ShowNonCounting {
		return out
	}
	for i, a := range person.Awards {
		if a.Claimed && records.listed(person.Rows[i]) {
			out = append(out, records.credentials[person.Rows[i].MicroCredentialID])
		}
	}
	slices.SortFunc(out, func(a, b *db.MicroCredential) int { return strings.Compare(a.ID, b.ID) })
	return out
}

// name is told by those who show themselves openly, or agreed to a contact.
func (q *question) name(person dossier.Dossier) *string {
	open := person.Subject.Visibility == consent.Open ||
		person.Subject.Opens(consent.Name, consent.Contact, q.viewer.Organization(), q.viewer.Account, q.asOf)
	if !open || person.Earner.Name == "" {
		return nil
	}
	return &person.Earner.Name
}

// awards are the counting awards, newest first, and others only of an earner
// who shows them and where others may hold the like; and all of these by the
// record's id.
func (q *question) awards(person dossier.Dossier, records *records) ([]CandidateAward, map[string]CandidateAward, error) {
	var list []CandidateAward
	byID := make(map[string]CandidateAward, len(person.Awards))
	for i := len(person.Awards) - 1; i >= 0; i-- {
		counts := person.Awards[i].State(q.asOf) == matching.Counting
		if !counts && (!person.Earner.ShowNonCounting || !records.listed(person.Rows[i])) {
			continue
		}
		shown, err := q.award(person.Rows[i], person.Awards[i], records)
		if err != nil {
			return nil, nil, err
		}
		q.unmasked(person, person.Rows[i], &shown, records)
		byID[person.Rows[i].ID] = shown
		if counts {
			list = append(list, shown)
		}
	}
	slices.SortFunc(list, newestFirst)
	return list, byID, nil
}

func (q *question) award(row *db.Award, award matching.Award, records *records) (CandidateAward, error) {
	id, err := q.mask.candidateAward(row.ID)
	if err != nil {
		return CandidateAward{}, err
	}
	out := CandidateAward{
		ID: id, MicroCredential: records.credentials[row.MicroCredentialID], Issuer: records.organizations[row.IssuerID],
		EarnedMonth: monthOf(row.EarnedAt), Verified: award.Verified, version: row.VersionID,
	}
	if row.ExpiresAt != nil {
		month := monthOf(row.ExpiresAt.Add(-1))
		out.ExpiryMonth = &month
	}
	return out, nil
}

// explain says a match in the viewer's words.
func (q *question) explain(m matching.Match, rank int, awards map[string]CandidateAward, records *records) Match {
	out := Match{
		Score: points(m.Points), Tier: tierOf(m.Tier), Rank: rank, language: q.language,
		summaries: make(map[matching.Language]string, len(languages)),
	}
	for _, l := range languages {
		out.summaries[l] = m.Summary(l, q.labels(l), q.asOf)
	}
	for _, c := range m.Contributions {
		out.Contributions = append(out.Contributions, q.contribution(c, awards, records))
	}
	for _, r := range m.Requirements {
		out.Requirements = append(out.Requirements, q.requirement(r, awards, records))
	}
	return out
}

func (q *question) contribution(c matching.Contribution, awards map[string]CandidateAward, records *records) Contribution {
	out := Contribution{Part: c.Part, Label: q.partLabel(c, records), Points: points(c.Points), Possible: points(c.Possible)}
	if c.Requirement >= 0 {
		out.Requirement = &q.requirements[c.Requirement]
	}
	for _, id := range c.Awards {
		if shown, ok := awards[id]; ok {
			out.Awards = append(out.Awards, shown)
		}
	}
	slices.SortFunc(out.Awards, newestFirst)
	if c.Part == matching.PartText && q.texts != nil {
		out.texts = q.texts
		q.texts.expect(out.Awards)
	}
	return out
}

// newestFirst orders awards by what is shown of them: the order within a month is
// by this employer's ids, so that it tells no days.
func newestFirst(a, b CandidateAward) int {
	return cmp.Or(strings.Compare(string(b.EarnedMonth), string(a.EarnedMonth)), strings.Compare(a.ID, b.ID))
}

func (q *question) requirement(m matching.RequirementMatch, awards map[string]CandidateAward, records *records) RequirementMatch {
	out := RequirementMatch{
		Requirement: q.requirements[m.Requirement], Grade: m.Grade, Credit: float64(m.Credit) / 100,
		LevelHeld: level(m.LevelHeld), Reason: m.Reason.Sentence(q.language),
	}
	for _, p := range m.Proofs {
		shown, ok := awards[p.Award]
		if !ok {
			continue
		}
		out.Proofs = append(out.Proofs, Proof{
			Award: shown, Skill: records.skills[p.Skill], Level: level(p.Level),
			Alignment: p.Alignment, Credit: float64(p.Credit) / 100,
		})
	}
	slices.SortStableFunc(out.Proofs, func(a, b Proof) int {
		return cmp.Or(cmp.Compare(b.Credit, a.Credit), cmp.Compare(deref(b.Level), deref(a.Level)), strings.Compare(a.Award.ID, b.Award.ID))
	})
	return out
}

func deref(level *int) int {
	if level == nil {
		return 0
	}
	return *level
}

// partLabel says what a part of the score is for.
func (q *question) partLabel(c matching.Contribution, records *records) string {
	l := string(q.language)
	switch c.Part {
	case matching.PartRequirement:
		return q.requirements[c.Requirement].Label(&l)
	case matching.PartStack:
		if title, _ := records.stackTitles[c.Stack].In(l); title != "" {
			return title
		}
		return pick(q.language, "Stack", "Serie")
	case matching.PartRecognition:
		return pick(q.language, "You recognize a micro-credential held", "Usted reconoce una microcredencial obtenida")
	default:
		return pick(q.language, "Your words in what is held", "Sus palabras en lo obtenido")
	}
}

// labels name the requirements in a language, in their order.
func (q *question) labels(l matching.Language) []string {
	language := string(l)
	out := make([]string, len(q.requirements))
	for i, r := range q.requirements {
		out[i] = r.Label(&language)
	}
	return out
}

func pick(l matching.Language, english, spanish string) string {
	if l == matching.Spanish {
		return spanish
	}
	return english
}

func level(l matching.Level) *int {
	if l == 0 {
		return nil
	}
	n := int(l)
	return &n
}

func points(micro int64) float64 { return float64(micro) / microPoints }
