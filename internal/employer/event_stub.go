package employer

import (
	"context"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/internal/dossier"
)

func (s *Service) atEvent(context.Context, *db.Client, asker, string, dossier.Dossier) (bool, error) {
	return false, nil
}
