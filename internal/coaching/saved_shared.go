package coaching

import (
	"context"
	"time"

	"github.com/stackmatch/stackmatch/ent/db/savedplan"
	"github.com/stackmatch/stackmatch/ent/enum"
)

// SharedPlan is a plan as the employer reads it that offered the work for which it
// trains: nothing of it names the earner, or the plan.
type SharedPlan struct {
	Steps      []SharedStep
	Done       int
	FinishesOn *time.Time
}

// SharedStep is a step of a shared plan.
type SharedStep struct {
	MicroCredential      string
	Provider             *string
	Minutes              *int64
	StartsOn, FinishesOn *time.Time
	Done                 bool
}

// SharedByContact gives, by contact, the plans that earners share with the employers
// that hired them, the newest of each. Who asks must be a side of the contacts, and the
// earners' consent hold: package employer says so.
func (s *Service) SharedByContact(ctx context.Context, contacts []string) (map[string]*SharedPlan, error) {
	rows, err := s.planRows(ctx, savedplan.ContactIDIn(contacts...), savedplan.SharedAtNotNil(), savedplan.StatusNEQ(enum.PlanDropped))
	if err != nil {
		return nil, err
	}
	plans, err := s.standing(ctx, rows)
	if err != nil {
		return nil, err
	}
	out := make(map[string]*SharedPlan, len(plans))
	for _, p := range plans {
		if out[*p.ContactID] == nil {
			out[*p.ContactID] = p.shared()
		}
	}
	return out, nil
}

func (p *SavedPlan) shared() *SharedPlan {
	out := &SharedPlan{Done: p.Done}
	for _, step := range p.Steps {
		one := SharedStep{
			MicroCredential: step.MicroCredentialID, Minutes: step.Minutes,
			StartsOn: step.StartsOn, FinishesOn: step.FinishesOn, Done: step.Progress == StepDone,
		}
		if at := step.Edges.Offering; at != nil {
			one.Provider = &at.ProviderID
		}
		if out.FinishesOn == nil || one.FinishesOn != nil && one.FinishesOn.After(*out.FinishesOn) {
			out.FinishesOn = one.FinishesOn
		}
		out.Steps = append(out.Steps, one)
	}
	return out
}
