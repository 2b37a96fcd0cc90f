package app

import (
	"context"

	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/web"
)

// links are the pages of single-use links: each purpose has its journey.
func (a *App) links() *web.Links {
	return &web.Links{
		Purpose: func(ctx context.Context, token string) (enum.LinkPurpose, error) {
			row, err := a.Accounts.Links.Find(ctx, a.Store.Client, token, enum.LinkPurposes()...)
			if err != nil {
				return "", err
			}
			return row.Purpose, nil
		},
		Journeys: map[enum.LinkPurpose]web.Journey{},
		Try:      a.tryAt(),
		Log:      a.config.Log,
	}
}

// tryAt is where a token that somebody signed in for is tried out: in the demo's
// GraphiQL.
func (a *App) tryAt() string {
	if a.config.Demo && !a.config.HTTP.NoGraphiQL {
		return "/"
	}
	return ""
}
