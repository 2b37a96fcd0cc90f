package credential

import (
	"context"
	"fmt"
	"strconv"
	"time"
	"unicode/utf8"

	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/problem"
)

const (
	// maxRecipients is how many one call awards.
	maxRecipients = 100
	// maxBatchKey leaves room for the row's number in each row's own key.
	maxBatchKey = 90
)

// AwardManyInput is one micro-credential for many.
type AwardManyInput struct {
	MicroCredential string
	OnBehalfOf      *string
	Recipients      []RecipientInput
	// ClientMutationID has each row made once, however often the call is repeated.
	ClientMutationID *string
}

// RecipientInput is one of those who are awarded, with what is their own.
type RecipientInput struct {
	Earner    *string
	Unclaimed *UnclaimedInput
	EarnedAt  *time.Time
	ExpiresAt *time.Time
	Evidence  []EvidenceInput
	Results   []ResultInput
}

// AwardedRow is what came of a row.
type AwardedRow struct {
	Index int
	// Awarded is nil where Err, a problem, says why not.
	Awarded *Awarded
	Err     error
}

// AwardMicroCredentials gives many the same micro-credential, each as
// AwardMicroCredential does: what is wrong with a row keeps no other out.
func (s *Service) AwardMicroCredentials(ctx context.Context, in AwardManyInput) ([]AwardedRow, error) {
	if err := auth.Require(ctx, auth.IssueAward); err != nil {
		return nil, err
	}
	by := awarderOf(ctx, in.OnBehalfOf)
	of, unknown := s.awardable(ctx, by, in.MicroCredential)
	if err := problem.Join(unknown, in.check()); err != nil {
		return nil, err
	}
	rows := make([]AwardedRow, len(in.Recipients))
	for i, to := range in.Recipients {
		one := AwardInput{
			Earner: to.Earner, Unclaimed: to.Unclaimed, MicroCredential: in.MicroCredential, OnBehalfOf: in.OnBehalfOf,
			EarnedAt: to.EarnedAt, ExpiresAt: to.ExpiresAt, Evidence: to.Evidence, Results: to.Results,
		}
		if in.ClientMutationID != nil {
			key := *in.ClientMutationID + "#" + strconv.Itoa(i)
			one.ClientMutationID = &key
		}
		made, err := s.award(ctx, one, by, of, nil)
		if err != nil && problem.As(err) == nil {
			return nil, fmt.Errorf("row %d: %w", i, err)
		}
		rows[i] = AwardedRow{i, made, err}
	}
	return rows, nil
}

func (in AwardManyInput) check() error {
	var errs []error
	if n := len(in.Recipients); n < 1 || n > maxRecipients {
		errs = append(errs, problem.New(problem.Invalid, "give 1 to %d recipients, not %d", maxRecipients, n).
			Spanish("dé de 1 a %d destinatarios, no %d", maxRecipients, n).At("recipients"))
	}
	if key := in.ClientMutationID; key != nil && (*key == "" || utf8.RuneCountInString(*key) > maxBatchKey) {
		errs = append(errs, problem.New(problem.Invalid, "a clientMutationId has 1 to %d characters here", maxBatchKey).
			Spanish("un clientMutationId tiene aquí de 1 a %d caracteres", maxBatchKey).At("clientMutationId"))
	}
	seen := map[string]bool{}
	for i, to := range in.Recipients {
		if to.Unclaimed == nil {
			continue
		}
		if seen[to.Unclaimed.Reference] {
			errs = append(errs, problem.New(problem.Invalid, "this reference is in the list twice").
				Spanish("esta referencia está dos veces en la lista").At("recipients", strconv.Itoa(i), "unclaimed", "reference"))
		}
		seen[to.Unclaimed.Reference] = true
	}
	return problem.Join(errs...)
}
