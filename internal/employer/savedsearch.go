package employer

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/savedsearch"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/audit"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/id"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/repeat"
	"github.com/stackmatch/stackmatch/internal/store"
)

// SaveSearchInput is a question to be answered from now on.
type SaveSearchInput struct {
	Name string
	// Posting is one of the viewer's organization; Requirements are asked where it is
	// nil.
	Posting      *string
	Requirements []RequirementInput
	Filter       *CandidateFilter
	// Tier is the one that is told when somebody reaches it, or a better one.
	Tier             Tier
	ClientMutationID *string
}

// maxSearches is how many saved searches an organization may have.
const maxSearches = 500

// SaveSearch saves a question of the viewer's: from now on they are told whoever
// newly reaches the tier. Who has reached it already is listed, and not told.
func (s *Service) SaveSearch(ctx context.Context, in SaveSearchInput) (*db.SavedSearch, error) {
	if err := auth.Require(ctx, auth.SaveSearches); err != nil {
		return nil, err
	}
	viewer := auth.From(ctx)
	call := repeat.Call{Viewer: viewer.Key(), Mutation: "saveSearch", Key: in.ClientMutationID, Input: in, Now: s.Now()}
	if err := problem.Join(s.checkSearch(ctx, in), call.Check()); err != nil {
		return nil, err
	}
	already, err := s.reachedNow(ctx, in)
	if err != nil {
		return nil, err
	}
	return repeat.Once(ctx, s.DB, call, repeat.Record[*db.SavedSearch]{
		Load: func(ctx context.Context, tx *db.Client, id string) (*db.SavedSearch, error) {
			return tx.SavedSearch.Get(ctx, id)
		},
		Make: func(ctx context.Context, tx *db.Client) (string, *db.SavedSearch, error) {
			made, err := s.saveSearch(ctx, tx, in, already)
			if err != nil {
				return "", nil, err
			}
			return made.ID, made, nil
		},
	})
}

func (s *Service) checkSearch(ctx context.Context, in SaveSearchInput) error {
	errs := []error{checkName(in.Name), checkTier(in.Tier)}
	if in.Posting == nil {
		_, err := s.resolve(ctx, in.Requirements, defaultLanguage)
		return problem.Join(append(errs, err)...)
	}
	if _, err := loadOwn(ctx, s.DB, *in.Posting); problem.Is(err, problem.NotFound) {
		errs = append(errs, problem.Under(renamed(err), "posting"))
	} else if err != nil {
		return err
	}
	if len(in.Requirements) > 0 {
		errs = append(errs, problem.New(problem.Invalid, "a posting has its own requirements: give one or the other").
			Spanish("una oferta tiene sus propios requisitos: indique una cosa o la otra").At("requirements"))
	}
	return problem.Join(errs...)
}

func checkName(name string) error { return problem.Under(renamed(checkTitle(name)), "name") }

// renamed takes the last step off a problem's path: what is checked as a title may
// be called otherwise.
func renamed(err error) error {
	for _, p := range problem.As(err) {
		p.Path = nil
	}
	return err
}

func checkTier(tier Tier) error {
	if tier != TierQualified && tier != TierNear && tier != TierPartial {
		return problem.New(problem.Invalid, "%q is no tier", short(string(tier))).Spanish("%q no es un nivel", short(string(tier))).At("tier")
	}
	return nil
}

// candidates is the search as it is asked of the index.
func (in SaveSearchInput) candidates() CandidatesInput {
	out := CandidatesInput{Requirements: in.Requirements, Language: defaultLanguage}
	if in.Posting != nil {
		out.Posting = *in.Posting
	}
	if in.Filter != nil {
		out.Filter = *in.Filter
	}
	out.Filter.Tier = tiersFrom(in.Tier)
	return out
}

// tiersFrom are a tier and the better ones.
func tiersFrom(tier Tier) []Tier {
	switch tier {
	case TierPartial:
		return []Tier{TierQualified, TierNear, TierPartial}
	case TierNear:
		return []Tier{TierQualified, TierNear}
	default:
		return []Tier{TierQualified}
	}
}

func (s *Service) saveSearch(ctx context.Context, tx *db.Client, in SaveSearchInput, already []tierReached) (*db.SavedSearch, error) {
	viewer := auth.From(ctx)
	if err := store.Lock(ctx, "searches of "+viewer.Organization()); err != nil {
		return nil, err
	}
	if err := checkSearchRoom(ctx, tx, viewer.Organization()); err != nil {
		return nil, err
	}
	requirements, err := marshalAsked(in.Requirements, in.Filter)
	if err != nil {
		return nil, err
	}
	made, err := tx.SavedSearch.Create().SetID(s.IDs.Mint(id.SavedSearch)).SetCreatedAt(s.Now()).SetUpdatedAt(s.Now()).
		SetOrganizationID(viewer.Organization()).SetAccountID(viewer.Account).SetMembershipID(viewer.Acting.ID).
		SetName(in.Name).SetNillablePostingID(in.Posting).SetTier(string(in.Tier)).
		SetRequirements(requirements.requirements).SetFilter(requirements.filter).Save(ctx)
	if err != nil {
		return nil, fmt.Errorf("write saved search: %w", err)
	}
	if err := s.remember(ctx, tx, findings{search: made, reached: already}); err != nil {
		return nil, err
	}
	return made, audit.Write(ctx, tx, s.Now(), "saved_search.create", enum.SubjectSavedSearch, made.ID)
}

func checkSearchRoom(ctx context.Context, tx *db.Client, organization string) error {
	n, err := tx.SavedSearch.Query().Where(savedsearch.OrganizationID(organization), savedsearch.RemovedAtIsNil()).Count(ctx)
	if err != nil {
		return fmt.Errorf("count saved searches: %w", err)
	}
	if n >= maxSearches {
		return problem.New(problem.Limit, "your organization has %d saved searches, as many as it may; delete some first", n).
			Spanish("su organización tiene %d búsquedas guardadas, el máximo; elimine algunas primero", n)
	}
	return nil
}

// asked is what a saved search asks, as it is stored: the API's own input.
type askedOf struct{ requirements, filter json.RawMessage }

func marshalAsked(requirements []RequirementInput, filter *CandidateFilter) (out askedOf, err error) {
	if out.requirements, err = json.Marshal(requirements); err != nil {
		return out, fmt.Errorf("encode requirements: %w", err)
	}
	if out.filter, err = json.Marshal(filter); err != nil {
		return out, fmt.Errorf("encode filter: %w", err)
	}
	return out, nil
}

// searchInput reads a saved search back.
func searchInput(row *db.SavedSearch) (in SaveSearchInput, err error) {
	in = SaveSearchInput{Name: row.Name, Posting: row.PostingID, Tier: Tier(row.Tier)}
	if len(row.Requirements) > 0 {
		if err := json.Unmarshal(row.Requirements, &in.Requirements); err != nil {
			return in, fmt.Errorf("decode requirements of %s: %w", row.ID, err)
		}
	}
	if len(row.Filter) > 0 {
		if err := json.Unmarshal(row.Filter, &in.Filter); err != nil {
			return in, fmt.Errorf("decode filter of %s: %w", row.ID, err)
		}
	}
	return in, nil
}

// day is the first instant of a time's day: what is kept of when somebody was found.
// Two employers who compare instants could tell that they found the same person.
func day(t time.Time) time.Time { return t.UTC().Truncate(24 * time.Hour) }
