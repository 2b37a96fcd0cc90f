package graph

import (
	"context"
	"encoding/base64"
	"mime"
	"strings"
	"unicode/utf8"

	"github.com/99designs/gqlgen/graphql"
	"golang.org/x/sync/errgroup"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/graph/model"
	"github.com/stackmatch/stackmatch/graph/scalar"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/credential"
	"github.com/stackmatch/stackmatch/internal/problem"
)

const (
	// maxBadges is how many badges one request may import.
	maxBadges = 20
	// maxBadgeFile bounds what is held in memory; the service takes less.
	maxBadgeFile = 10 << 20
	// importsAtOnce of them wait for hosts at the same time.
	importsAtOnce = 4
)

// badgeSource is a badge as the service takes it.
func badgeSource(text graphql.Omittable[*string], file graphql.Omittable[*scalar.Upload], url graphql.Omittable[*string]) (credential.BadgeSource, error) {
	source := credential.BadgeSource{Text: text.Value(), URL: url.Value()}
	upload := file.Value()
	if upload == nil {
		return source, nil
	}
	content, err := upload.Bytes(maxBadgeFile)
	if problem.Is(err, problem.Limit) {
		return source, problem.New(problem.Invalid, "a badge's file is larger than %d bytes", maxBadgeFile).
			Spanish("el archivo de la insignia ocupa más de %d bytes", maxBadgeFile).At("file")
	}
	if err != nil {
		return source, err
	}
	source.File = &credential.File{Name: upload.Name, MediaType: upload.MediaType, Content: content}
	return source, nil
}

func (r *Resolver) importBadge(ctx context.Context, input *model.ImportBadgeInput) (*model.ImportBadgePayload, error) {
	source, err := badgeSource(input.Text, input.File, input.URL)
	if err != nil {
		return payload(ctx, err, model.ImportBadgePayload{})
	}
	imported, err := r.Credentials.ImportBadge(ctx, source)
	if imported == nil {
		return payload(ctx, fromBadge(err), model.ImportBadgePayload{})
	}
	parts := make([]*model.ImportedPart, len(imported.Parts))
	for i, p := range imported.Parts {
		var broken error
		parts[i], broken = payload(ctx, fromBadge(p.Err), model.ImportedPart{Path: p.Path, Award: p.Award, Report: report(ctx, &p.Report)})
		if broken != nil {
			return nil, broken
		}
	}
	return payload(ctx, fromBadge(err), model.ImportBadgePayload{
		Award: imported.Award, Report: report(ctx, imported.Report), Parts: parts, Unmapped: imported.Unmapped,
	})
}

// importBadges imports badges side by side: each waits for hosts of its own.
func (r *Resolver) importBadges(ctx context.Context, badges []*model.ImportBadgeInput) ([]*model.ImportBadgePayload, error) {
	if n := len(badges); n < 1 || n > maxBadges {
		return nil, problem.New(problem.Invalid, "give 1 to %d badges, not %d", maxBadges, n).
			Spanish("dé de 1 a %d insignias, no %d", maxBadges, n).At("badges")
	}
	out := make([]*model.ImportBadgePayload, len(badges))
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(importsAtOnce)
	for i, input := range badges {
		group.Go(func() (err error) {
			out[i], err = r.importBadge(ctx, input)
			return err
		})
	}
	return out, group.Wait()
}

// fromBadge has the paths of problems begin at the badge that was given: the
// service calls it `badge`, in the API it is the input itself.
func fromBadge(err error) error {
	problems := problem.As(err)
	if len(problems) == 0 {
		return err
	}
	inside := make([]error, len(problems))
	for i, p := range problems {
		moved := *p
		if len(p.Path) > 0 && p.Path[0] == "badge" {
			moved.Path = p.Path[1:]
		}
		inside[i] = &moved
	}
	return problem.Join(inside...)
}

// own tells whether an award is the viewer's; issued, whether it is by the
// organization that they act for.
func own(ctx context.Context, obj *db.Award) bool {
	return obj.EarnerID != nil && *obj.EarnerID == auth.From(ctx).ActingEarner()
}

func issued(ctx context.Context, obj *db.Award) bool {
	return auth.Can(ctx, auth.ViewIssuedAwards) && obj.IssuerID == auth.From(ctx).Organization()
}

// delegated tells that the viewer's organization awarded it in the issuer's name.
func delegated(ctx context.Context, obj *db.Award) bool {
	return obj.DelegateID != nil && *obj.DelegateID == auth.From(ctx).Organization()
}

// fileOrNull is a file that may not exist, or not for the viewer, or not yet.
func fileOrNull(file *credential.File, err error) (*credential.File, error) {
	if problem.Is(err, problem.Conflict) {
		return nil, nil // null is how the schema says "it has none of this form"
	}
	return optional(file, err)
}

// textOf is a file's text; null of what is no text.
func textOf(file *credential.File) *string {
	media, _, _ := mime.ParseMediaType(file.MediaType)
	if strings.HasPrefix(media, "image/") && media != "image/svg+xml" || !utf8.Valid(file.Content) {
		return nil
	}
	text := string(file.Content)
	return &text
}

func base64Of(file *credential.File) string { return base64.StdEncoding.EncodeToString(file.Content) }
