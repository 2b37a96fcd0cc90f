package app

import (
	"bytes"
	"context"
	"fmt"
	"time"

	"github.com/stackmatch/stackmatch/ent/db/issueridentity"
	"github.com/stackmatch/stackmatch/internal/badge"
	"github.com/stackmatch/stackmatch/internal/badge/issue"
	"github.com/stackmatch/stackmatch/internal/badge/jsonld"
	"github.com/stackmatch/stackmatch/internal/badge/keys"
	"github.com/stackmatch/stackmatch/internal/credential"
)

// The demo's badge is one that its earner has from elsewhere and may import: by
// an issuer that is a key of this data directory, which the demo trusts.
const (
	demoBadgeID     = "urn:uuid:7d1f7c5e-3c0b-4b8e-9d43-5a7e1b0c2f64"
	demoBadgeEmail  = "earner@example.org"
	demoBadgeSalt   = "a demo"
	demoBadgeIssuer = "A key made for this demo"
)

// demoBadge gives the badge, which proves a skill.
func (a *App) demoBadge(ctx context.Context, skill string) (string, error) {
	proves, err := a.Store.Client.Skill.Get(ctx, skill)
	if err != nil {
		return "", fmt.Errorf("load the skill of the demo's badge: %w", err)
	}
	key, err := a.demoIssuer()
	if err != nil {
		return "", err
	}
	did := key.PublicKey().DIDOf()
	earned := a.Store.Now().Truncate(24*time.Hour).AddDate(0, -1, 0)
	document, err := issue.Credential(issue.Award{
		ID:     demoBadgeID,
		Issuer: issue.Issuer{ID: did, Name: demoBadgeIssuer},
		Achievement: issue.Achievement{
			ID: "urn:uuid:0b6d3a52-52a9-4a0e-8a58-9a7c4a5b1d10", Type: "MicroCredential",
			Name: "Shown on the job: " + proves.Name, Description: "Invented, for trying out an import.",
			Criteria:   "Shown to somebody who can tell, three times.",
			Alignments: []badge.Alignment{{TargetType: "CFItem", Name: proves.Name, URL: proves.URI}},
		},
		Identifiers: []badge.Identifier{{
			Type: "emailAddress", Hashed: true, Salt: demoBadgeSalt, Value: issue.HashIdentity(demoBadgeEmail, demoBadgeSalt),
		}},
		AwardedAt: earned, ValidFrom: earned,
	})
	if err != nil {
		return "", fmt.Errorf("make the demo's badge: %w", err)
	}
	signed, err := issue.Sign(document, did+"#"+key.PublicKey().Multibase(), key, earned, jsonld.Builtin())
	if err != nil {
		return "", fmt.Errorf("make the demo's badge: %w", err)
	}
	return string(signed), nil
}

// demoIssuer is the key that issues the demo's badge: always the same of a data
// directory.
func (a *App) demoIssuer() (keys.Private, error) {
	seed := a.keys.Key("the issuer of the demo's badge")
	key, err := keys.Generate(keys.Ed25519, bytes.NewReader(seed[:]))
	if err != nil {
		return key, fmt.Errorf("make the issuer of the demo's badge: %w", err)
	}
	return key, nil
}

// TrustDemoIssuer has the demo's badge count once it is imported.
func (a *App) TrustDemoIssuer(ctx context.Context) error {
	key, err := a.demoIssuer()
	if err != nil {
		return err
	}
	did := key.PublicKey().DIDOf()
	known, err := a.Store.Client.IssuerIdentity.Query().Where(issueridentity.URI(did)).Exist(ctx)
	if err != nil || known {
		return err
	}
	_, err = a.Credentials.TrustIssuer(a.System(ctx), credential.TrustIssuerInput{
		URI: did, Name: demoBadgeIssuer, Note: "for trying out an import",
	})
	return err
}
