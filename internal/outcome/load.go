package outcome

import (
	"context"
	"fmt"
	"slices"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/award"
	"github.com/stackmatch/stackmatch/ent/db/earner"
	"github.com/stackmatch/stackmatch/ent/db/enrollment"
	"github.com/stackmatch/stackmatch/ent/db/protectedattributes"
	"github.com/stackmatch/stackmatch/ent/db/protectedenrollment"
	"github.com/stackmatch/stackmatch/ent/db/protectedoutcome"
	"github.com/stackmatch/stackmatch/ent/db/submission"
	"github.com/stackmatch/stackmatch/ent/db/submissionattempt"
	"github.com/stackmatch/stackmatch/ent/enum"
)

// asked is how many people are asked about in one statement.
const asked = 500

// pair is an event as the database has it.
type pair struct {
	Person     string  `json:"earner_id"`
	Credential *string `json:"micro_credential_id"`
}

// load loads what happened in a program.
func (s *Service) load(ctx context.Context, of string, in months) (told, error) {
	t := told{events: map[kind][]event{}}
	for what, find := range map[kind]func(context.Context, string, months) ([]pair, error){
		enrolled: s.enrolled, submitted: s.submitted, awarded: s.awarded,
	} {
		found, err := find(ctx, of, in)
		if err != nil {
			return t, fmt.Errorf("count who %s: %w", what, err)
		}
		for _, p := range found {
			t.events[what] = append(t.events[what], event{person: p.Person, credential: value(p.Credential)})
		}
	}
	outcomes, err := s.outcomes(ctx, of, in)
	if err != nil {
		return t, err
	}
	for _, o := range outcomes {
		t.addOutcome(o)
	}
	if t.people, err = s.describe(ctx, of, t.persons()); err != nil {
		return t, err
	}
	t.raised, err = s.countRaised(ctx, of, outcomes)
	return t, err
}

// enrolled are those who enrolled here, and those of whom the institution's file
// says so.
func (s *Service) enrolled(ctx context.Context, of string, in months) (found []pair, err error) {
	err = s.DB.Enrollment.Query().
		Where(enrollment.IssuerID(of), enrollment.CreatedAtGTE(in.start()), enrollment.CreatedAtLT(in.end())).
		Select(enrollment.FieldEarnerID, enrollment.FieldMicroCredentialID).Scan(ctx, &found)
	if err != nil {
		return nil, err
	}
	var filed []pair
	err = s.DB.ProtectedEnrollment.Query().
		Where(protectedenrollment.OrganizationID(of), protectedenrollment.EnrollmentIDIsNil(),
			protectedenrollment.EnrolledOnGTE(in.start()), protectedenrollment.EnrolledOnLT(in.end())).
		Select(protectedenrollment.FieldEarnerID, protectedenrollment.FieldMicroCredentialID).Scan(ctx, &filed)
	return append(found, filed...), err
}

func (s *Service) submitted(ctx context.Context, of string, in months) (found []pair, err error) {
	err = s.DB.Submission.Query().
		Where(submission.IssuerID(of), submission.HasAttemptsWith(
			submissionattempt.SubmittedAtGTE(in.start()), submissionattempt.SubmittedAtLT(in.end()))).
		Select(submission.FieldEarnerID, submission.FieldMicroCredentialID).Scan(ctx, &found)
	return found, err
}

func (s *Service) awarded(ctx context.Context, of string, in months) (found []pair, err error) {
	err = s.DB.Award.Query().
		Where(award.IssuerID(of), award.HasEarnerWith(earner.ErasedAtIsNil()), award.EarnedAtGTE(in.start()), award.EarnedAtLT(in.end()),
			award.Or(award.RevocationIsNil(), award.RevocationNEQ(enum.RevokedInError)), award.SourceNEQ(enum.SourceClaimed)).
		Select(award.FieldEarnerID, award.FieldMicroCredentialID).Scan(ctx, &found)
	return found, err
}

func (s *Service) outcomes(ctx context.Context, of string, in months) ([]*db.ProtectedOutcome, error) {
	rows, err := s.DB.ProtectedOutcome.Query().
		Where(protectedoutcome.ProgramID(of), protectedoutcome.OnGTE(in.start()), protectedoutcome.OnLT(in.end())).
		WithAwards(func(q *db.ProtectedOutcomeAwardQuery) { q.WithAward() }).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load outcomes: %w", err)
	}
	return rows, nil
}

// addOutcome counts an outcome for each micro-credential that it rests on.
func (t told) addOutcome(o *db.ProtectedOutcome) {
	what := kind(o.Kind)
	if len(o.Edges.Awards) == 0 {
		t.events[what] = append(t.events[what], event{person: o.EarnerID})
	}
	for _, rests := range o.Edges.Awards {
		t.events[what] = append(t.events[what], event{person: o.EarnerID, credential: rests.Edges.Award.MicroCredentialID})
	}
}

// persons lists everybody who is counted.
func (t told) persons() []string {
	var list []string
	for _, events := range t.events {
		for _, e := range events {
			list = append(list, e.person)
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}

// describe finds what is known of people: what they said when they enrolled here,
// the last time first, else what is recorded of them.
func (s *Service) describe(ctx context.Context, of string, people []string) (map[string]traits, error) {
	known := make(map[string]traits, len(people))
	for some := range slices.Chunk(people, asked) {
		for _, one := range some {
			known[one] = traits{}
		}
		said, err := s.DB.ProtectedEnrollment.Query().
			Where(protectedenrollment.OrganizationID(of), protectedenrollment.EarnerIDIn(some...)).
			Order(db.Desc(protectedenrollment.FieldID)).All(ctx)
		if err != nil {
			return nil, fmt.Errorf("load baselines: %w", err)
		}
		for _, row := range said {
			of := known[row.EarnerID]
			of.say(ByPublicAssistance, row.Assisted)
			of.say(ByLowIncome, row.LowIncome)
			of.say(ByEnglishLearner, row.EnglishLearner)
			of.say(ByDisability, row.Disability)
			of.say(ByRural, row.Rural)
		}
		recorded, err := s.DB.ProtectedAttributes.Query().Where(protectedattributes.EarnerIDIn(some...)).All(ctx)
		if err != nil {
			return nil, fmt.Errorf("load protected attributes: %w", err)
		}
		for _, row := range recorded {
			of := known[row.EarnerID]
			of.say(ByPell, row.PellEligible)
			of.say(ByFirstGeneration, row.FirstGeneration)
			of.say(ByPublicAssistance, row.PublicAssistance)
			of.say(ByLowIncome, row.LowIncome)
			of.say(ByEnglishLearner, row.EnglishLearner)
			of.say(ByDisability, row.Disability)
		}
	}
	return known, nil
}

// countRaised counts who earns more than when they enrolled, in the same currency,
// among those of whom both are known; nil where there is nobody.
func (s *Service) countRaised(ctx context.Context, of string, outcomes []*db.ProtectedOutcome) (*Share, error) {
	since := map[string]map[string]int64{} // the highest wage, by person and currency
	for _, o := range outcomes {
		if o.WageCents == nil {
			continue
		}
		if since[o.EarnerID] == nil {
			since[o.EarnerID] = map[string]int64{}
		}
		since[o.EarnerID][o.WageCurrency] = max(since[o.EarnerID][o.WageCurrency], *o.WageCents)
	}
	share := Share{}
	for some := range slices.Chunk(sortedKeys(since), asked) {
		rows, err := s.DB.ProtectedEnrollment.Query().
			Where(protectedenrollment.OrganizationID(of), protectedenrollment.EarnerIDIn(some...), protectedenrollment.WageCentsNotNil()).
			Order(db.Desc(protectedenrollment.FieldID)).All(ctx)
		if err != nil {
			return nil, fmt.Errorf("load wages: %w", err)
		}
		for _, row := range rows {
			wage, both := since[row.EarnerID][row.WageCurrency]
			if !both {
				continue
			}
			delete(since, row.EarnerID) // the newest baseline counts
			share.Of++
			if wage > *row.WageCents {
				share.People++
			}
		}
	}
	if share.Of == 0 {
		return nil, nil //nolint:nilnil // there is no share of nobody
	}
	return &share, nil
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for key := range m {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}
