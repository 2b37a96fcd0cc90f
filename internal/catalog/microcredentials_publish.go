package catalog

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/microcredential"
	"github.com/stackmatch/stackmatch/ent/db/microcredentialversion"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/ent/text"
	"github.com/stackmatch/stackmatch/internal/audit"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/id"
	"github.com/stackmatch/stackmatch/internal/matching"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/store"
)

// MicroCredentialInput describes a new micro-credential of any kind, with its
// first version.
type MicroCredentialInput struct {
	ID   string
	Kind enum.CredentialKind
	// URI is the id under which other systems' badges name it, if any.
	URI string
	// Developer is by default the organization that the viewer acts for.
	Developer string
	// Issuers may award it.
	Issuers []string
	// Draft keeps it from everybody until a version is published.
	Draft   bool
	Version VersionInput
}

// VersionInput is what a micro-credential says from a day on.
type VersionInput struct {
	ID          string
	Title       text.Localized
	Description text.Localized
	// HolderCan says what a holder can do, in plain words for employers.
	HolderCan text.Localized
	// Criteria say what must be shown to earn it.
	Criteria      text.Localized
	Competencies  []CompetencyInput
	EffortMinutes *int
	// Languages and Delivery say how it is offered.
	Languages []string
	Delivery  []enum.Delivery
	// ValidityMonths is how long an award is valid; nil where it does not expire.
	ValidityMonths *int
	Price          *Price
	// PublishedAt is by default now, and never ahead.
	PublishedAt time.Time
}

// CompetencyInput is a skill at a level of 1 to 4, or at 0 where none is stated.
type CompetencyInput struct {
	Skill string
	Level int
}

// PublishMicroCredential adds a micro-credential and publishes its first version,
// unless it is a draft.
func (s *Service) PublishMicroCredential(ctx context.Context, in MicroCredentialInput) (made *db.MicroCredential, err error) {
	if err := auth.Require(ctx, auth.PublishCatalog); err != nil {
		return nil, err
	}
	if in.Developer, err = onBehalf(ctx, in.Developer, "developer"); err != nil {
		return nil, err
	}
	invalid := in.check(s.Now())
	err = store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) error {
		if err := problem.Join(invalid, in.names().check(ctx, tx)); err != nil {
			return err
		}
		made, err = s.publishMicroCredential(ctx, tx, in)
		return err
	})
	return made, err
}

func (in MicroCredentialInput) check(now time.Time) error {
	return problem.Join(
		checkID(in.ID, id.MicroCredential), checkOneOf(in.Kind, "kind"),
		checkEach(in.Issuers, "issuers", func(string) error { return nil }),
		problem.Under(in.Version.check(now), "version"),
	)
}

func (in MicroCredentialInput) names() references {
	refs := in.Version.names("version")
	refs.organizations = append(refs.organizations, named(in.Developer, "developer"))
	for i, issuer := range in.Issuers {
		refs.organizations = append(refs.organizations, named(issuer, "issuers", strconv.Itoa(i)))
	}
	return refs
}

func (in VersionInput) names(path ...string) references {
	var refs references
	for i, c := range in.Competencies {
		refs.skills = append(refs.skills, named(c.Skill, append(path[:len(path):len(path)], "competencies", strconv.Itoa(i), "skill")...))
	}
	return refs
}

func (in VersionInput) check(now time.Time) error {
	errs := []error{
		checkID(in.ID, id.Version), checkTitle(in.Title),
		checkTexts(in.Description, maxText, "description"),
		checkTexts(in.HolderCan, maxText, "holderCan"),
		checkTexts(in.Criteria, maxText, "criteria"),
		checkPositive(in.EffortMinutes, "effortMinutes"),
		checkPositive(in.ValidityMonths, "validityMonths"),
		checkEach(in.Languages, "languages", checkLanguage),
		checkEach(in.Delivery, "delivery", func(d enum.Delivery) error { return checkOneOf(d) }),
		checkPrice(in.Price), checkPublished(in.PublishedAt, now),
	}
	if len(in.Competencies) > maxMembers {
		errs = append(errs, problem.New(problem.Invalid, "a version asserts at most %d competencies", maxMembers).
			Spanish("una versión afirma como máximo %d competencias", maxMembers).At("competencies"))
	}
	seen := map[string]bool{}
	for i, c := range in.Competencies {
		errs = append(errs, problem.Under(c.check(seen), "competencies", strconv.Itoa(i)))
	}
	return problem.Join(errs...)
}

func (c CompetencyInput) check(seen map[string]bool) error {
	var errs []error
	if seen[c.Skill] {
		errs = append(errs, problem.New(problem.Invalid, "this skill is asserted already, each at one level").
			Spanish("esta habilidad ya se afirma, cada una a un nivel").At("skill"))
	}
	seen[c.Skill] = true
	if c.Level < 0 || c.Level > int(matching.MaxLevel) {
		errs = append(errs, problem.New(problem.Invalid, "a level is 1 to 4, or 0 where none is stated, not %d", c.Level).
			Spanish("un nivel va de 1 a 4, o es 0 si no se indica, no %d", c.Level).At("level"))
	}
	return problem.Join(errs...)
}

func (s *Service) publishMicroCredential(ctx context.Context, tx *db.Client, in MicroCredentialInput) (*db.MicroCredential, error) {
	now := s.Now()
	name, _ := in.Version.Title.In("en")
	create := tx.MicroCredential.Create().
		SetID(s.idOr(in.ID, id.MicroCredential, orNow(in.Version.PublishedAt, now))).SetCreatedAt(now).
		SetKind(in.Kind).SetName(name).SetDeveloperID(in.Developer).AddIssuerIDs(in.Issuers...)
	if in.URI != "" {
		create.SetURI(in.URI)
	}
	made, err := create.Save(ctx)
	if db.IsConstraintError(err) {
		return nil, problem.New(problem.Conflict, "there is a micro-credential with this id or URI already").
			Spanish("ya hay una microcredencial con este id o URI").At("id")
	}
	if err != nil {
		return nil, fmt.Errorf("write micro-credential: %w", err)
	}
	version, err := s.writeVersion(ctx, tx, made.ID, 1, in.Version)
	if err != nil {
		return nil, err
	}
	if !in.Draft {
		if made, err = makeCurrent(ctx, tx, version); err != nil {
			return nil, err
		}
	}
	return made, audit.Write(ctx, tx, now, "micro_credential.publish", enum.SubjectMicroCredential, made.ID)
}

// PublishVersion publishes the next version of a micro-credential, which is what
// is awarded from then on. Earlier versions stay as they are: awards rest on them.
func (s *Service) PublishVersion(ctx context.Context, microCredential string, in VersionInput) (made *db.MicroCredentialVersion, err error) {
	if err := auth.Require(ctx, auth.PublishCatalog); err != nil {
		return nil, err
	}
	invalid := in.check(s.Now())
	err = store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) error {
		row, err := s.ownMicroCredential(ctx, tx, microCredential)
		if err != nil {
			return err
		}
		if err := problem.Join(invalid, in.names().check(ctx, tx)); err != nil {
			return err
		}
		made, err = s.publishVersion(ctx, tx, row, in)
		return err
	})
	return made, err
}

// ownMicroCredential is one that the viewer's organization develops.
func (s *Service) ownMicroCredential(ctx context.Context, tx *db.Client, key string) (*db.MicroCredential, error) {
	row, err := tx.MicroCredential.Query().Where(microcredential.ID(key)).Only(ctx)
	if err != nil && !db.IsNotFound(err) {
		return nil, fmt.Errorf("load micro-credential: %w", err)
	}
	if err == nil {
		_, err = onBehalf(ctx, row.DeveloperID)
	}
	if err != nil {
		return nil, problem.New(problem.NotFound, "your organization develops no micro-credential %q", key).
			Spanish("su organización no desarrolla ninguna microcredencial %q", key).At("microCredential")
	}
	return row, nil
}

func (s *Service) publishVersion(ctx context.Context, tx *db.Client, row *db.MicroCredential, in VersionInput) (*db.MicroCredentialVersion, error) {
	last, err := tx.MicroCredentialVersion.Query().
		Where(microcredentialversion.MicroCredentialID(row.ID)).
		Order(db.Desc(microcredentialversion.FieldNumber)).First(ctx)
	if err != nil {
		return nil, fmt.Errorf("load last version: %w", err)
	}
	if orNow(in.PublishedAt, s.Now()).Before(last.PublishedAt) {
		return nil, publishedBefore()
	}
	made, err := s.writeVersion(ctx, tx, row.ID, last.Number+1, in)
	if err != nil {
		return nil, err
	}
	if _, err := makeCurrent(ctx, tx, made); err != nil {
		return nil, err
	}
	return made, audit.Write(ctx, tx, s.Now(), "micro_credential.version", enum.SubjectMicroCredential, row.ID)
}

func publishedBefore() error {
	return problem.New(problem.Invalid, "a version is published after the one before it").
		Spanish("una versión se publica después de la anterior").At("publishedAt")
}

func (s *Service) writeVersion(ctx context.Context, tx *db.Client, microCredential string, number int, in VersionInput) (*db.MicroCredentialVersion, error) {
	published := orNow(in.PublishedAt, s.Now())
	create := tx.MicroCredentialVersion.Create().
		SetID(s.idOr(in.ID, id.Version, published)).SetCreatedAt(s.Now()).
		SetMicroCredentialID(microCredential).SetNumber(number).SetTitle(in.Title).
		SetNillableEffortMinutes(in.EffortMinutes).SetLanguages(in.Languages).SetDelivery(in.Delivery).
		SetNillableValidityMonths(in.ValidityMonths).
		SetNillablePriceCents(in.Price.cents()).SetPriceCurrency(in.Price.currency()).SetPublishedAt(published)
	for _, t := range []struct {
		given text.Localized
		set   func(text.Localized) *db.MicroCredentialVersionCreate
	}{{in.Description, create.SetDescription}, {in.HolderCan, create.SetHolderCan}, {in.Criteria, create.SetCriteria}} {
		if len(t.given) > 0 {
			t.set(t.given)
		}
	}
	made, err := create.Save(ctx)
	if db.IsConstraintError(err) {
		return nil, problem.Under(conflict("a version", "una versión"), "version")
	}
	if err != nil {
		return nil, fmt.Errorf("write version: %w", err)
	}
	competencies := make([]*db.VersionCompetencyCreate, len(in.Competencies))
	for i, c := range in.Competencies {
		competencies[i] = tx.VersionCompetency.Create().
			SetVersionID(made.ID).SetSkillID(c.Skill).SetLevel(uint8(c.Level)) // 0 to 4, checked with the input
	}
	if err := tx.VersionCompetency.CreateBulk(competencies...).Exec(ctx); err != nil {
		return nil, fmt.Errorf("write competencies: %w", err)
	}
	return made, nil
}

// makeCurrent has a version awarded from now on.
func makeCurrent(ctx context.Context, tx *db.Client, v *db.MicroCredentialVersion) (*db.MicroCredential, error) {
	name, _ := v.Title.In("en")
	row, err := tx.MicroCredential.UpdateOneID(v.MicroCredentialID).
		SetCurrentVersionID(v.ID).SetName(name).SetStatus(enum.Published).Save(ctx)
	if err != nil {
		return nil, fmt.Errorf("publish version: %w", err)
	}
	return row, nil
}
