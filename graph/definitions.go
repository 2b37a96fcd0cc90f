package graph

import (
	"context"
	"math"
	"strconv"
	"strings"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/ent/text"
	"github.com/stackmatch/stackmatch/graph/model"
	"github.com/stackmatch/stackmatch/graph/scalar"
	"github.com/stackmatch/stackmatch/internal/catalog"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/submission"
)

// content is what a micro-credential says now: its current version, else its draft,
// which its developer alone is served.
func (r *Resolver) content(ctx context.Context, obj *db.MicroCredential) (*catalog.VersionInput, error) {
	if obj.CurrentVersionID != nil {
		return loadCurrent(ctx, r.loaders(ctx).contents, obj.CurrentVersionID, obj.ID)
	}
	draft, err := r.loaders(ctx).drafts.Load(ctx, obj.ID)
	if err != nil {
		return nil, err
	}
	if draft == nil {
		return &catalog.VersionInput{Title: text.En(obj.Name)}, nil // it was discarded
	}
	return catalog.Content(draft)
}

// contentOf reads one thing of what a micro-credential says.
func contentOf[T any](ctx context.Context, r *Resolver, obj *db.MicroCredential, read func(*catalog.VersionInput) T) (of T, err error) {
	content, err := r.content(ctx, obj)
	if err != nil {
		return of, err
	}
	return read(content), nil
}

// unpublished is what a draft says, as its version would.
func (r *Resolver) unpublished(ctx context.Context, obj *db.MicroCredential) (*db.MicroCredentialVersion, error) {
	content, err := r.content(ctx, obj)
	if err != nil {
		return nil, err
	}
	v := &db.MicroCredentialVersion{
		MicroCredentialID: obj.ID, Title: content.Title, Description: content.Description, HolderCan: content.HolderCan,
		Criteria: content.Criteria, Competency: content.Competency, EffortMinutes: content.EffortMinutes,
		PriorMinutes: content.PriorMinutes,
		Languages:    content.Languages, Delivery: content.Delivery, ValidityMonths: content.ValidityMonths,
	}
	if len(v.Title) == 0 {
		v.Title = text.En(obj.Name)
	}
	if content.Price != nil {
		v.PriceCents, v.PriceCurrency = &content.Price.Cents, content.Price.Currency
	}
	return v, nil
}

func (r *Resolver) contentCompetencies(ctx context.Context, content *catalog.VersionInput) ([]*model.Competency, error) {
	return r.competencies(ctx, mapped(content.Competencies, func(c catalog.CompetencyInput) pair {
		return pair{c.Skill, uint8(c.Level)} // 0 to 4: checked before it was kept
	}))
}

// rewritten forgets what this request knows of a micro-credential that a mutation
// may have changed.
func (l *Loaders) rewritten(microCredential string) {
	l.microCredentials.Clear(microCredential)
	l.drafts.Clear(microCredential)
	l.versionsOf.Clear(microCredential)
	l.issuers.Clear(microCredential)
	l.offerings.Clear(microCredential)
}

// addPicture reads no more of a file than a picture has.
func (r *Resolver) addPicture(ctx context.Context, file scalar.Upload) (*db.Picture, error) {
	content, err := file.Bytes(catalog.MaxPicture)
	if err != nil {
		return nil, problem.Under(err, "file")
	}
	return r.Catalog.AddPicture(ctx, content)
}

// titled is a title in the language asked for, or what names its subject.
func titled[T ~map[string]string](ctx context.Context, t T, asked *string, key string) string {
	if held, _ := text.Localized(t).In(inLanguage(ctx, asked)); held != "" {
		return held
	}
	return key
}

// evidenceKinds are those that a part accepts: every kind where it says nothing.
func evidenceKinds(p *submission.Part) []enum.EvidenceKind {
	kinds := p.Kinds
	if len(kinds) == 0 {
		kinds = submission.EvidenceKinds()
	}
	return mapped(kinds, func(k submission.EvidenceKind) enum.EvidenceKind { return enum.EvidenceKind(k) })
}

func advised(p *catalog.PrerequisiteInput) *bool {
	if p == nil {
		return nil
	}
	return &p.Advised
}

// wholeCents reads a decimal amount of at most two decimals.
func wholeCents(amount string) (int64, error) {
	whole, part, _ := strings.Cut(amount, ".")
	cents, err := strconv.ParseInt(whole+(part + "00")[:2], 10, 64)
	if err != nil || len(strings.TrimRight(part, "0")) > 2 || cents > math.MaxInt32 {
		return 0, problem.New(problem.Invalid, "a price has at most two decimals and is below %d", math.MaxInt32/100).
			Spanish("un precio tiene como máximo dos decimales y es menor que %d", math.MaxInt32/100).At("amount")
	}
	return cents, nil
}
