package assessment

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/award"
	"github.com/stackmatch/stackmatch/ent/db/cohortmember"
	"github.com/stackmatch/stackmatch/ent/db/earner"
	"github.com/stackmatch/stackmatch/ent/db/enrollment"
	"github.com/stackmatch/stackmatch/ent/db/predicate"
	entsubmission "github.com/stackmatch/stackmatch/ent/db/submission"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/dossier"
	"github.com/stackmatch/stackmatch/internal/matching"
	"github.com/stackmatch/stackmatch/internal/measure"
)

// Progress is how far a member is with a micro-credential.
type Progress string

// How far one is, from nothing to all.
const (
	ProgressNone      Progress = "NOT_STARTED"
	ProgressEnrolled  Progress = "ENROLLED"
	ProgressSubmitted Progress = "SUBMITTED"
	ProgressReturned  Progress = "RETURNED"
	ProgressAwarded   Progress = "AWARDED"
)

// Progresses lists them in order.
func Progresses() []Progress {
	return []Progress{ProgressNone, ProgressEnrolled, ProgressSubmitted, ProgressReturned, ProgressAwarded}
}

// leastCounted is the smallest number of members who keep their progress to
// themselves of whom anything is counted.
const leastCounted = 5

// CohortProgress counts a cohort's members by how far they are with one
// micro-credential.
type CohortProgress struct {
	MicroCredential string
	// Counts has one for each of Progresses; nil where it could tell of somebody who
	// does not share.
	Counts map[Progress]*int
}

// ProgressByCohort counts the members of cohorts that the viewer leads, for each of
// their micro-credentials. Those who share are counted exactly, and the lead knows
// them: what is held back is what would tell of the others.
func (s *Service) ProgressByCohort(ctx context.Context, ids []string) (map[string][]CohortProgress, error) {
	led, asked, err := s.led(ctx, ids)
	if err != nil || len(led) == 0 {
		return nil, err
	}
	members, err := s.DB.CohortMember.Query().Where(cohortmember.CohortIDIn(led...), current()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load members: %w", err)
	}
	far, err := s.progress(ctx, members, slices.Concat(slices.Collect(maps.Values(asked))...))
	if err != nil {
		return nil, err
	}
	of := map[string][]*db.CohortMember{}
	for _, m := range members {
		of[m.CohortID] = append(of[m.CohortID], m)
	}
	out := make(map[string][]CohortProgress, len(led))
	for _, one := range led {
		for _, credential := range asked[one] {
			out[one] = append(out[one], CohortProgress{MicroCredential: credential, Counts: counted(of[one], func(m *db.CohortMember) Progress {
				return far.of(m.EarnerID, credential)
			})})
		}
	}
	return out, nil
}

// led keeps the cohorts that the viewer leads, with what they are to earn.
func (s *Service) led(ctx context.Context, ids []string) ([]string, map[string][]string, error) {
	rows, err := s.CohortsByID(ctx, ids)
	if err != nil {
		return nil, nil, err
	}
	var led []string
	for _, one := range slices.Sorted(maps.Keys(rows)) {
		if s.Leads(ctx, rows[one]) {
			led = append(led, one)
		}
	}
	asked, err := s.CredentialsByCohort(ctx, led)
	return led, asked, err
}

// CountsByCohort is how many are in the cohorts that the viewer leads.
func (s *Service) CountsByCohort(ctx context.Context, ids []string) (map[string]*int, error) {
	led, _, err := s.led(ctx, ids)
	if err != nil || len(led) == 0 {
		return nil, err
	}
	members, err := s.DB.CohortMember.Query().Where(cohortmember.CohortIDIn(led...), current()).
		Select(cohortmember.FieldCohortID).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("count members: %w", err)
	}
	out := make(map[string]*int, len(led))
	for _, one := range led {
		out[one] = new(int)
	}
	for _, m := range members {
		*out[m.CohortID]++
	}
	return out, nil
}

// current keeps the members who have not left, and were not erased.
func current() predicate.CohortMember {
	return cohortmember.And(cohortmember.LeftAtIsNil(), cohortmember.HasEarnerWith(earner.ErasedAtIsNil()))
}

// counted counts members. The number of all is known to the lead, and how far those
// are who share: so the others are held to what measure says of a table with its
// total, and where that would hide the total, nothing is shown.
func counted(members []*db.CohortMember, of func(*db.CohortMember) Progress) map[Progress]*int {
	steps := Progresses()
	open, private := make([]int, len(steps)), make([]int, len(steps))
	others := 0
	for _, m := range members {
		at := slices.Index(steps, of(m))
		if m.Shares {
			open[at]++
			continue
		}
		private[at]++
		others++
	}
	shown := measure.Groups(private, true, leastCounted)
	out := make(map[Progress]*int, len(steps))
	for i, step := range steps {
		known := others == 0 || others >= leastCounted && !shown[len(steps)].Hidden && !shown[i].Hidden
		if known {
			n := open[i] + private[i]
			out[step] = &n
		}
	}
	return out
}

// farther is how far earners are, by earner and micro-credential.
type farther map[[2]string]Progress

func (f farther) of(earner, credential string) Progress {
	if far, ok := f[[2]string{earner, credential}]; ok {
		return far
	}
	return ProgressNone
}

// raise keeps the farthest.
func (f farther) raise(earner, credential string, to Progress) {
	if slices.Index(Progresses(), to) > slices.Index(Progresses(), f.of(earner, credential)) {
		f[[2]string{earner, credential}] = to
	}
}

// progress is how far members are, in as many statements however many they are.
func (s *Service) progress(ctx context.Context, members []*db.CohortMember, credentials []string) (farther, error) {
	earners := mappedTo(members, func(m *db.CohortMember) string { return m.EarnerID })
	far := farther{}
	for some := range slices.Chunk(earners, 500) {
		enrolled, err := s.DB.Enrollment.Query().Where(
			enrollment.EarnerIDIn(some...), enrollment.MicroCredentialIDIn(credentials...), enrollment.StatusEQ(enum.EnrollmentActive),
		).Select(enrollment.FieldEarnerID, enrollment.FieldMicroCredentialID).All(ctx)
		if err != nil {
			return nil, fmt.Errorf("load enrollments: %w", err)
		}
		for _, e := range enrolled {
			far.raise(e.EarnerID, e.MicroCredentialID, ProgressEnrolled)
		}
		if err := s.raiseSubmitted(ctx, far, some, credentials); err != nil {
			return nil, err
		}
		held, err := s.DB.Award.Query().Where(award.EarnerIDIn(some...), award.MicroCredentialIDIn(credentials...)).All(ctx)
		if err != nil {
			return nil, fmt.Errorf("load awards: %w", err)
		}
		for _, a := range held {
			if dossier.State(a, s.Now()) == matching.Counting {
				far.raise(*a.EarnerID, a.MicroCredentialID, ProgressAwarded)
			}
		}
	}
	return far, nil
}

func (s *Service) raiseSubmitted(ctx context.Context, far farther, earners, credentials []string) error {
	rows, err := s.DB.Submission.Query().Where(
		entsubmission.EarnerIDIn(earners...), entsubmission.MicroCredentialIDIn(credentials...),
		entsubmission.StateIn(enum.SubmissionSubmitted, enum.SubmissionClaimed, enum.SubmissionReturned),
	).Select(entsubmission.FieldEarnerID, entsubmission.FieldMicroCredentialID, entsubmission.FieldState).All(ctx)
	if err != nil {
		return fmt.Errorf("load submissions: %w", err)
	}
	for _, row := range rows {
		to := ProgressSubmitted // that it is claimed is its assessors' matter
		if row.State == enum.SubmissionReturned {
			to = ProgressReturned
		}
		far.raise(row.EarnerID, row.MicroCredentialID, to)
	}
	return nil
}
