package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"

	"github.com/stackmatch/stackmatch/internal/app"
	"github.com/stackmatch/stackmatch/internal/auth"
)

// tokenCommand prints a bearer token.
type tokenCommand struct {
	Role string `enum:"employer,coach,earner,issuer,assessor,recognizer,developer,analyst,admin,steward," default:"" placeholder:"ROLE" help:"Role to act in: employer, coach, earner, issuer, assessor, recognizer, developer, analyst, admin, steward."`
	As   string `placeholder:"EMAIL-OR-ID" help:"Account to sign in as. Default: the demo account of the role."`

	app.Where `embed:""`
}

// Run prints a token and nothing else. It opens no index, and leaves the database
// as it is: a server may be running on it.
func (c *tokenCommand) Run(ctx context.Context, s streams, log *slog.Logger) error {
	if c.Role == "" && c.As == "" {
		return errors.New("say in which role (--role ROLE), as whom (--as EMAIL), or both")
	}
	// Who asks for a token has no other data at hand, or names it.
	if c.Data == "" && c.DB == "" && app.HasData(app.DefaultDemo) {
		c.Demo = true
	}
	if dir := c.Directory(); c.DB == "" && !app.HasData(dir) {
		return fmt.Errorf("there is no data in %s: start the demo first (stackmatch serve --demo), or name a directory with --data", dir)
	}
	return with(ctx, app.Config{Where: c.Where, AsItIs: true, Log: log}, func(a *app.App) error {
		token, err := a.Token(ctx, app.TokenFor{Role: auth.Role(strings.ToUpper(c.Role)), As: c.As})
		if err != nil {
			return err
		}
		fmt.Fprintln(s.out, token)
		return nil
	})
}
