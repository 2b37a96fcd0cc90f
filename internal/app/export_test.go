package app

import (
	"context"
	"net/url"

	"github.com/stackmatch/stackmatch/internal/credential"
	"github.com/stackmatch/stackmatch/internal/employer"
	"github.com/stackmatch/stackmatch/search"
)

// The parts that tests look at by themselves.
var CheckedAddress = func(demo bool, address string) error {
	a := &App{config: Config{Where: Where{Demo: demo}, HTTP: HTTP{Addr: address}}}
	return a.checkAddress(context.Background())
}

// People is the source of the index of earners.
func (a *App) People() search.Source[search.Document] { return people{a.Credentials} }

// Words is the source of the index of texts.
func (a *App) Words() search.Source[search.Text] { return words{a.Catalog, a.Employers} }

// Ranker ranks as the service of employers has it done.
func (a *App) Ranker() *ranker { return a.ranker }

// Alerts has saved searches tell whom they find.
func (a *App) Alerts() *employer.Alerts { return a.alerts }

// Base is where the public documents of a configuration are found.
func Base(c Config) (*url.URL, error) { return c.base() }

// ReadTrust reads a file of what is trusted.
func ReadTrust(path string) (credential.Trust, error) {
	return Config{Badges: Badges{Trust: path}}.trust()
}
