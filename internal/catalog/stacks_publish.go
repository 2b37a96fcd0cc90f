package catalog

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/stack"
	"github.com/stackmatch/stackmatch/ent/db/stackversion"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/ent/text"
	"github.com/stackmatch/stackmatch/internal/audit"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/id"
	"github.com/stackmatch/stackmatch/internal/matching"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/store"
)

// StackInput describes a new stack, with its first version.
type StackInput struct {
	ID string
	// Owner is by default the organization that the viewer acts for.
	Owner string
	// Certifies is the micro-credential that completing the stack earns, if any.
	Certifies *string
	// Policy is by default WITHDRAW. AwardsItself has the stack award what it
	// certifies, by itself.
	Policy       enum.StackPolicy
	AwardsItself bool
	// Draft keeps it from everybody until a version is published.
	Draft   bool
	Version StackVersionInput
}

// StackVersionInput is what a stack says and asks for from a day on.
type StackVersionInput struct {
	ID          string
	Title       text.Localized
	Description text.Localized
	// Rule names micro-credentials by their ids.
	Rule matching.Rule
	// PublishedAt is by default now, and never ahead.
	PublishedAt time.Time
}

// PublishStack adds a stack and publishes its first version, unless it is a draft.
func (s *Service) PublishStack(ctx context.Context, in StackInput) (made *db.Stack, err error) {
	if err := auth.Require(ctx, auth.PublishCatalog); err != nil {
		return nil, err
	}
	if in.Owner, err = onBehalf(ctx, in.Owner, "owner"); err != nil {
		return nil, err
	}
	invalid := in.check(s.Now())
	err = store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) error {
		if err := problem.Join(invalid, in.names().check(ctx, tx), in.checkAwards(ctx, tx)); err != nil {
			return err
		}
		made, err = s.publishStack(ctx, tx, in)
		return err
	})
	if err != nil {
		return nil, err
	}
	return made, s.settle(ctx, made.ID)
}

func (in StackInput) check(now time.Time) error {
	errs := []error{checkID(in.ID, id.Stack), problem.Under(in.Version.check(in.Certifies, now), "version")}
	if in.Policy != "" {
		errs = append(errs, checkOneOf(in.Policy, "policy"))
	}
	return problem.Join(errs...)
}

func (in StackInput) names() references {
	refs := in.Version.names("version")
	refs.organizations = []reference{named(in.Owner, "owner")}
	refs.microCredentials = append(refs.microCredentials, namedIf(in.Certifies, "certifies")...)
	refs.drafts = in.Draft
	return refs
}

func (in StackVersionInput) names(path ...string) references {
	var refs references
	for _, p := range partsOf(in.Rule) {
		refs.microCredentials = append(refs.microCredentials, named(p.credential, slices.Concat(path, []string{"rule"}, p.path)...))
	}
	return refs
}

// check also refuses a rule that asks for what completing it earns.
func (in StackVersionInput) check(certifies *string, now time.Time) error {
	errs := []error{
		checkID(in.ID, id.StackVersion), checkTitle(in.Title),
		checkTexts(in.Description, maxText, "description"), checkPublished(in.PublishedAt, now),
		problem.Under(matching.ValidateRule(in.Rule), "rule"),
	}
	for _, p := range partsOf(in.Rule) {
		if certifies != nil && p.credential == *certifies {
			errs = append(errs, problem.New(problem.Invalid, "a stack does not ask for what completing it earns").
				Spanish("una serie no pide lo que se gana al completarla").At(append([]string{"rule"}, p.path...)...))
		}
	}
	return problem.Join(errs...)
}

// part is a micro-credential that a rule names, and where.
type part struct {
	credential string
	path       []string
}

// partsOf lists the parts of a rule in its order; of a rule that is too deep, as
// deep as rules go.
func partsOf(r matching.Rule) []part {
	var parts []part
	var visit func(r matching.Rule, path []string, depth int)
	visit = func(r matching.Rule, path []string, depth int) {
		if r.Op == matching.OpPart && r.Credential != "" {
			parts = append(parts, part{r.Credential, slices.Concat(path, []string{"credential"})})
		}
		for i, of := range r.Of {
			if depth < matching.MaxRuleDepth {
				visit(of, slices.Concat(path, []string{"of", strconv.Itoa(i)}), depth+1)
			}
		}
	}
	visit(r, nil, 1)
	return parts
}

func (s *Service) publishStack(ctx context.Context, tx *db.Client, in StackInput) (*db.Stack, error) {
	now := s.Now()
	name, _ := in.Version.Title.In("en")
	made, err := tx.Stack.Create().
		SetID(s.idOr(in.ID, id.Stack, orNow(in.Version.PublishedAt, now))).SetCreatedAt(now).
		SetName(name).SetOwnerID(in.Owner).SetNillableCertifiesID(in.Certifies).
		SetPolicy(cmp.Or(in.Policy, enum.PolicyWithdraw)).SetAwardsItself(in.AwardsItself).Save(ctx)
	if db.IsConstraintError(err) {
		return nil, conflict("a stack", "una serie")
	}
	if err != nil {
		return nil, fmt.Errorf("write stack: %w", err)
	}
	version, err := s.writeStackVersion(ctx, tx, made.ID, 1, in.Version)
	if err != nil {
		return nil, err
	}
	if !in.Draft {
		if made, err = makeStackCurrent(ctx, tx, version); err != nil {
			return nil, err
		}
	}
	return made, audit.Write(ctx, tx, now, "stack.publish", enum.SubjectStack, made.ID)
}

// PublishStackVersion publishes the next version of a stack: its rule decides from
// then on who has completed it.
func (s *Service) PublishStackVersion(ctx context.Context, stackID string, in StackVersionInput) (made *db.StackVersion, err error) {
	if err := auth.Require(ctx, auth.PublishCatalog); err != nil {
		return nil, err
	}
	if _, err := s.ownStack(ctx, s.DB, stackID); err != nil {
		return nil, err
	}
	if err := s.settle(ctx, stackID); err != nil {
		return nil, err
	}
	err = store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) error {
		row, err := s.ownStack(ctx, tx, stackID)
		if err != nil {
			return err
		}
		if err := problem.Join(in.check(row.CertifiesID, s.Now()), in.names().check(ctx, tx)); err != nil {
			return err
		}
		made, err = s.publishStackVersion(ctx, tx, row, in)
		return err
	})
	if err != nil {
		return nil, err
	}
	return made, s.settle(ctx, stackID)
}

// ownStack is one that the viewer's organization keeps.
func (s *Service) ownStack(ctx context.Context, tx *db.Client, key string) (*db.Stack, error) {
	row, err := tx.Stack.Query().Where(stack.ID(key)).Only(ctx)
	if err != nil && !db.IsNotFound(err) {
		return nil, fmt.Errorf("load stack: %w", err)
	}
	if err == nil {
		_, err = onBehalf(ctx, row.OwnerID)
	}
	if err != nil {
		return nil, problem.New(problem.NotFound, "your organization keeps no stack %q", key).
			Spanish("su organización no mantiene ninguna serie %q", key).At("stack")
	}
	return row, nil
}

func (s *Service) publishStackVersion(ctx context.Context, tx *db.Client, row *db.Stack, in StackVersionInput) (*db.StackVersion, error) {
	last, err := tx.StackVersion.Query().Where(stackversion.StackID(row.ID)).
		Order(db.Desc(stackversion.FieldNumber)).First(ctx)
	if err != nil {
		return nil, fmt.Errorf("load last version: %w", err)
	}
	if orNow(in.PublishedAt, s.Now()).Before(last.PublishedAt) {
		return nil, publishedBefore()
	}
	made, err := s.writeStackVersion(ctx, tx, row.ID, last.Number+1, in)
	if err != nil {
		return nil, err
	}
	if _, err := makeStackCurrent(ctx, tx, made); err != nil {
		return nil, err
	}
	if s.Completions != nil {
		if err := s.Completions.StackChanges(ctx, tx, row.ID); err != nil {
			return nil, err
		}
	}
	return made, audit.Write(ctx, tx, s.Now(), "stack.version", enum.SubjectStack, row.ID)
}

func (s *Service) writeStackVersion(ctx context.Context, tx *db.Client, stackID string, number int, in StackVersionInput) (*db.StackVersion, error) {
	rule, err := json.Marshal(in.Rule)
	if err != nil {
		return nil, fmt.Errorf("write rule: %w", err)
	}
	published := orNow(in.PublishedAt, s.Now())
	create := tx.StackVersion.Create().
		SetID(s.idOr(in.ID, id.StackVersion, published)).SetCreatedAt(s.Now()).
		SetStackID(stackID).SetNumber(number).SetTitle(in.Title).SetRule(rule).SetPublishedAt(published)
	if len(in.Description) > 0 {
		create.SetDescription(in.Description)
	}
	made, err := create.Save(ctx)
	if db.IsConstraintError(err) {
		return nil, problem.Under(conflict("a version", "una versión"), "version")
	}
	if err != nil {
		return nil, fmt.Errorf("write version of stack: %w", err)
	}
	var named []string
	for _, p := range partsOf(in.Rule) {
		named = append(named, p.credential)
	}
	slices.Sort(named)
	named = slices.Compact(named)
	parts := make([]*db.StackPartCreate, len(named))
	for i, credential := range named {
		parts[i] = tx.StackPart.Create().SetStackVersionID(made.ID).SetMicroCredentialID(credential)
	}
	if err := tx.StackPart.CreateBulk(parts...).Exec(ctx); err != nil {
		return nil, fmt.Errorf("write parts: %w", err)
	}
	return made, nil
}

// makeStackCurrent has a version's rule decide from now on.
func makeStackCurrent(ctx context.Context, tx *db.Client, v *db.StackVersion) (*db.Stack, error) {
	name, _ := v.Title.In("en")
	row, err := tx.Stack.UpdateOneID(v.StackID).
		SetCurrentVersionID(v.ID).SetName(name).SetStatus(enum.Published).Save(ctx)
	if err != nil {
		return nil, fmt.Errorf("publish version of stack: %w", err)
	}
	return row, nil
}
