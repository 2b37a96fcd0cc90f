package app

import (
	"context"
	"fmt"
	"net/url"
	"strings"
	"time"

	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/graph"
	"github.com/stackmatch/stackmatch/internal/account"
	"github.com/stackmatch/stackmatch/internal/employer"
	"github.com/stackmatch/stackmatch/internal/notify"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/web"
)

// links are the pages of single-use links: each purpose has its journey. Who asks for a
// link by a page is charged what the mutation costs.
func (a *App) links(rate *graph.Rate) *web.Links {
	return &web.Links{
		Entrance: account.Arriving{Accounts: a.Accounts},
		Charge: func(ctx context.Context) error {
			if _, ok := rate.Charge(a.config.Now(), graph.RequestOf(ctx), weights["Mutation.requestSignIn"]); !ok {
				return problem.New(problem.Limit, "too many links were asked for from here: wait a little").
					Spanish("desde aquí se han pedido demasiados enlaces: espere un poco")
			}
			return nil
		},
		Purpose: func(ctx context.Context, token string) (enum.LinkPurpose, error) {
			row, err := a.Accounts.Links.Find(ctx, a.Store.Client, token, enum.LinkPurposes()...)
			if err != nil {
				return "", err
			}
			return row.Purpose, nil
		},
		Journeys: map[enum.LinkPurpose]web.Journey{
			enum.LinkSignIn:        account.SigningIn{Accounts: a.Accounts},
			enum.LinkVerifyAddress: account.Confirming{Accounts: a.Accounts},
			enum.LinkInvitation:    account.Joining{Accounts: a.Accounts},
			enum.LinkAnswerContact: employer.AnswerByLink{Employers: a.Employers},
			enum.LinkUnsubscribe:   notify.Unsubscribing{Service: a.Notify},
			enum.LinkGuardian:      account.Guardians{Accounts: a.Accounts},
		},
		Try: a.tryAt(),
		Log: a.config.Log,
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

// How often addresses that lapse are looked for, and how many are asked at once.
const (
	addressesEvery = time.Hour
	addressesBatch = 500
)

// keepAddresses asks whose addresses lapse soon whether they are still theirs, and
// forgets links that are over, until the context ends.
func (a *App) keepAddresses(ctx context.Context) error {
	return a.every(ctx, addressesEvery, "look after addresses", func(ctx context.Context) error {
		if err := a.Accounts.ForgetLinks(a.System(ctx)); err != nil {
			return err
		}
		_, err := a.Accounts.RemindOfLapsing(a.System(ctx), addressesBatch)
		return err
	})
}

// linksBase is where people's links lead: to the portal that is configured, or to our
// own pages.
func (a *App) linksBase() string {
	if a.config.HTTP.LinksURL != "" {
		return strings.TrimSuffix(a.config.HTTP.LinksURL, "/")
	}
	return a.pagesBase()
}

// pagesBase is where our own pages are.
func (a *App) pagesBase() string { return strings.TrimSuffix(a.Credentials.Base.String(), "/") }

// checkLinks refuses an address that links cannot lead to.
func (a *App) checkLinks(context.Context) error {
	given := a.config.HTTP.LinksURL
	if given == "" {
		return nil
	}
	u, err := url.Parse(given)
	if err != nil || u.Host == "" || u.RawQuery != "" || u.Fragment != "" || u.User != nil ||
		(u.Scheme != "https" && (u.Scheme != "http" || u.Hostname() != "localhost")) {
		return fmt.Errorf("%q is no URL such as https://portal.example.org, to which /links/… is added", given)
	}
	return nil
}
