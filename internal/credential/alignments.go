package credential

import (
	"context"
	"fmt"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	alignmentrow "github.com/stackmatch/stackmatch/ent/db/alignment"
	"github.com/stackmatch/stackmatch/ent/db/awardalignment"
	"github.com/stackmatch/stackmatch/ent/db/microcredential"
	"github.com/stackmatch/stackmatch/ent/db/predicate"
	"github.com/stackmatch/stackmatch/ent/db/skill"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/audit"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/matching"
	"github.com/stackmatch/stackmatch/internal/page"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/store"
)

// AlignmentFilter says which alignments to list; members given together must all
// hold.
type AlignmentFilter struct {
	MicroCredential *string
	// Mapped keeps those that mean a skill; false those that nobody has decided
	// about.
	Mapped *bool
}

// Alignments lists what imported badges say that they are about, oldest first: of
// the micro-credentials of the viewer's organization, or of all for who
// administers the service.
func (s *Service) Alignments(ctx context.Context, filter AlignmentFilter, args page.Args) (page.Page[*db.Alignment], error) {
	none := page.Page[*db.Alignment]{}
	if err := auth.Require(ctx, auth.MapAlignments); err != nil {
		return none, err
	}
	if err := args.Check(); err != nil {
		return none, err
	}
	scope, err := page.Scope(auth.From(ctx).Key(), "alignments", filter)
	if err != nil {
		return none, err
	}
	rest, err := pastCursor(s, scope, args, store.After[predicate.Alignment](alignmentrow.FieldCreatedAt, alignmentrow.FieldID))
	if err != nil {
		return none, err
	}
	rows, err := s.DB.Alignment.Query().Where(filter.predicates()...).Where(mayMap(ctx)).Where(rest...).
		Order(alignmentrow.ByCreatedAt(), alignmentrow.ByID()).Limit(args.Limit()).All(ctx)
	if err != nil {
		return none, fmt.Errorf("list alignments: %w", err)
	}
	return page.Cut(rows, args, s.Cursors, scope, func(row *db.Alignment) []string { return instant(row.CreatedAt, row.ID) }), nil
}

func (f AlignmentFilter) predicates() []predicate.Alignment {
	var where []predicate.Alignment
	if f.MicroCredential != nil {
		where = append(where, alignmentrow.MicroCredentialID(*f.MicroCredential))
	}
	switch {
	case f.Mapped == nil:
	case *f.Mapped:
		where = append(where, alignmentrow.SkillIDNotNil())
	default:
		where = append(where, alignmentrow.SkillIDIsNil(), alignmentrow.Dismissed(false))
	}
	return where
}

// mayMap keeps the alignments that the viewer decides about.
func mayMap(ctx context.Context) predicate.Alignment {
	if auth.Can(ctx, auth.AdministerService) {
		return alignmentrow.IDNEQ("")
	}
	own := auth.From(ctx).Organization()
	return alignmentrow.HasMicroCredentialWith(microcredential.DeveloperID(own))
}

// AlignmentsByAward gives what the badges of awards are aligned to, by award:
// those of the awards that the viewer may see.
func (s *Service) AlignmentsByAward(ctx context.Context, awards []string) (map[string][]*db.Alignment, error) {
	seen, err := s.AwardsByID(ctx, awards)
	if err != nil {
		return nil, err
	}
	ids := make([]string, 0, len(seen))
	for id := range seen {
		ids = append(ids, id)
	}
	links, err := s.DB.AwardAlignment.Query().Where(awardalignment.AwardIDIn(ids...)).
		WithAlignment().Order(awardalignment.ByID()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load alignments of awards: %w", err)
	}
	out := make(map[string][]*db.Alignment, len(seen))
	for _, link := range links {
		out[link.AwardID] = append(out[link.AwardID], link.Edges.Alignment)
	}
	return out, nil
}

// unmappedOf are the alignments of awards that may mean a skill and do not yet.
func (s *Service) unmappedOf(ctx context.Context, awards ...*db.Award) ([]*db.Alignment, error) {
	ids := make([]string, len(awards))
	for i, row := range awards {
		ids[i] = row.ID
	}
	rows, err := s.DB.Alignment.Query().Where(
		alignmentrow.HasAwardsWith(awardalignment.AwardIDIn(ids...)), alignmentrow.SkillIDIsNil(), alignmentrow.Dismissed(false),
		alignmentrow.KindIn(enum.AlignedSkill, enum.AlignedFrameworkItem),
	).Order(alignmentrow.ByID()).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load alignments of awards: %w", err)
	}
	return rows, nil
}

// RemapAlignmentInput says what an alignment means: a skill, or none.
type RemapAlignmentInput struct {
	ID    string
	Skill *string
	// Level is that of every award whose badge has the alignment; nil leaves
	// each at what its results show, or at 1.
	Level *int
	// Dismiss says that it means no skill here.
	Dismiss bool
}

func (in RemapAlignmentInput) check() error {
	var errs []error
	if (in.Skill == nil) != in.Dismiss {
		errs = append(errs, problem.New(problem.Invalid, "name the skill that it means, or dismiss it").
			Spanish("indique la habilidad que significa, o descártelo").At("skill"))
	}
	if in.Level != nil && (in.Dismiss || *in.Level < 1 || *in.Level > int(matching.MaxLevel)) {
		errs = append(errs, problem.New(problem.Invalid, "a level of the skill is 1 to %d, or left out", matching.MaxLevel).
			Spanish("un nivel de la habilidad va de 1 a %d, o se omite", matching.MaxLevel).At("level"))
	}
	return problem.Join(errs...)
}

// RemapAlignment says what an alignment of a micro-credential of the viewer's
// organization means. Every award that has it holds the skill from then on, and no
// longer what the alignment meant before, unless something else gives it.
func (s *Service) RemapAlignment(ctx context.Context, in RemapAlignmentInput) (mapped *db.Alignment, err error) {
	if err := auth.Require(ctx, auth.MapAlignments); err != nil {
		return nil, err
	}
	if err := in.check(); err != nil {
		return nil, err
	}
	err = store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) error {
		mapped, err = s.remap(ctx, tx, in)
		return err
	})
	return mapped, err
}

func (s *Service) remap(ctx context.Context, tx *db.Client, in RemapAlignmentInput) (*db.Alignment, error) {
	row, err := tx.Alignment.Query().Where(alignmentrow.ID(in.ID), mayMap(ctx)).Only(ctx)
	if db.IsNotFound(err) {
		return nil, problem.New(problem.NotFound, "there is no alignment %q", in.ID).Spanish("no hay ninguna alineación %q", in.ID).At("id")
	}
	if err != nil {
		return nil, fmt.Errorf("load alignment: %w", err)
	}
	if in.Skill != nil {
		is, err := tx.Skill.Query().Where(skill.ID(*in.Skill), held()).Exist(ctx)
		if err != nil {
			return nil, fmt.Errorf("look up skill: %w", err)
		}
		if !is {
			return nil, problem.New(problem.NotFound, "there is no skill %q", *in.Skill).
				Spanish("no hay ninguna habilidad %q", *in.Skill).At("skill")
		}
	}
	update := tx.Alignment.UpdateOne(row).SetDismissed(in.Dismiss).SetMappedAt(s.Now()).SetNillableSkillID(in.Skill).SetLevel(0)
	if in.Level != nil {
		update.SetLevel(uint8(*in.Level))
	}
	if in.Skill == nil {
		update.ClearSkillID()
	}
	if by := auth.From(ctx).Account; by != "" {
		update.SetMappedByID(by)
	} else {
		update.ClearMappedByID()
	}
	if row, err = update.Save(ctx); err != nil {
		return nil, fmt.Errorf("map alignment: %w", err)
	}
	if err := s.realign(ctx, tx, row.ID); err != nil {
		return nil, err
	}
	return row, audit.Write(ctx, tx, s.Now(), "alignment.map", enum.SubjectMicroCredential, row.MicroCredentialID)
}

// realign has the awards of an alignment hold what it means now.
func (s *Service) realign(ctx context.Context, tx *db.Client, of string) error {
	var awards []string
	err := tx.AwardAlignment.Query().Where(awardalignment.AlignmentID(of)).
		Select(awardalignment.FieldAwardID).Scan(ctx, &awards)
	if err != nil {
		return fmt.Errorf("load awards of an alignment: %w", err)
	}
	return s.competencies(ctx, tx, awards)
}

// instant is the position of a record in a list by when it was made.
func instant(at time.Time, id string) []string {
	return []string{at.UTC().Format(time.RFC3339Nano), id}
}

// pastCursor keeps what follows the cursor in a list by instants; all of it where there
// is none. The keyset is store.After or store.Before by the columns of the list's order.
func pastCursor[P any](s *Service, scope string, args page.Args, keyset func(position ...any) P) ([]P, error) {
	if args.After == "" {
		return nil, nil
	}
	at, err := s.Cursors.OpenPosition(scope, args.After, 2)
	if err != nil {
		return nil, err
	}
	created, err := time.Parse(time.RFC3339Nano, at[0])
	if err != nil {
		return nil, fmt.Errorf("read cursor: %w", err)
	}
	return []P{keyset(created, at[1])}, nil
}
