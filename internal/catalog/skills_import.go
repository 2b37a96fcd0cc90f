package catalog

import (
	"context"
	"fmt"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/framework"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/id"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/store"
)

// SkillImporter writes frameworks of skills in bulk. It compares what it is
// given with what is stored and writes the difference only, so that importing a
// release twice changes nothing. Each call is one transaction.
type SkillImporter struct {
	DB  *db.Client
	IDs id.Minter
}

// UpsertFramework stores the framework under its code and returns its id. What
// the source leaves blank stays as it is.
func (s *SkillImporter) UpsertFramework(ctx context.Context, in FrameworkInput) (id string, err error) {
	if err := auth.Require(ctx, auth.AdministerService); err != nil {
		return "", err
	}
	if in.Code == "" || in.Name == "" {
		return "", problem.New(problem.Invalid, "a framework needs a code and a name")
	}
	err = store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) error {
		id, err = s.upsertFramework(ctx, tx, in)
		return err
	})
	return id, err
}

func (s *SkillImporter) upsertFramework(ctx context.Context, tx *db.Client, in FrameworkInput) (string, error) {
	stored, err := tx.Framework.Query().Where(framework.Code(in.Code)).Only(ctx)
	switch {
	case db.IsNotFound(err):
		created, err := tx.Framework.Create().
			SetID(s.IDs.Mint(id.Framework)).SetCreatedAt(s.IDs.Now()).
			SetCode(in.Code).SetName(in.Name).SetPublisher(in.Publisher).SetVersion(in.Version).
			SetURL(in.URL).SetLicense(in.License).SetAttribution(in.Attribution).
			Save(ctx)
		if err != nil {
			return "", fmt.Errorf("create framework %s: %w", in.Code, err)
		}
		return created.ID, nil
	case err != nil:
		return "", fmt.Errorf("load framework %s: %w", in.Code, err)
	}
	update, changed := stored.Update(), false
	for _, f := range []struct {
		given, stored string
		set           func(string) *db.FrameworkUpdateOne
	}{
		{in.Name, stored.Name, update.SetName},
		{in.Publisher, stored.Publisher, update.SetPublisher},
		{in.Version, stored.Version, update.SetVersion},
		{in.URL, stored.URL, update.SetURL},
		{in.License, stored.License, update.SetLicense},
		{in.Attribution, stored.Attribution, update.SetAttribution},
	} {
		if f.given != "" && f.given != f.stored {
			f.set(f.given)
			changed = true
		}
	}
	if changed {
		if err := update.Exec(ctx); err != nil {
			return "", fmt.Errorf("update framework %s: %w", in.Code, err)
		}
	}
	return stored.ID, nil
}
