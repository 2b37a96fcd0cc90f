package employer

import (
	"context"
	"fmt"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/enum"
)

// WarningCode says what an employer should look at.
type WarningCode string

// The codes of warnings.
const (
	// WarnUnprovable says that no published micro-credential proves a must-have.
	WarnUnprovable WarningCode = "UNPROVABLE"
	// WarnLeftOut says that the catalog has nothing for a must-have of the template.
	WarnLeftOut WarningCode = "LEFT_OUT"
	// WarnDuplicate says that another posting says the same.
	WarnDuplicate WarningCode = "DUPLICATE"
	// WarnAsksNothing says that the draft has no requirements yet.
	WarnAsksNothing WarningCode = "ASKS_NOTHING"
	// WarnPayNotShown says that the posting does not say its pay.
	WarnPayNotShown WarningCode = "PAY_NOT_SHOWN"
)

// Warning is something about a posting that its employer should look at. Nothing
// is refused for it.
type Warning struct {
	Code    WarningCode
	Message string
	// Requirement is what an UNPROVABLE warning is about.
	Requirement *Requirement
}

// Warnings are what the employer of a posting should look at; none to others.
func (s *Service) Warnings(ctx context.Context, row *db.Posting, language string) ([]Warning, error) {
	if row == nil || !s.Owns(ctx, row) {
		return nil, nil
	}
	q, _, _, err := s.ownQuestion(ctx, row.ID, language)
	if err != nil {
		return nil, err
	}
	provers, err := s.provers(ctx, q)
	if err != nil {
		return nil, err
	}
	var out []Warning
	if len(q.requirements) == 0 {
		out = append(out, Warning{Code: WarnAsksNothing, Message: asksNothingSentence(q.language)})
	}
	for i := range q.requirements {
		if r := &q.requirements[i]; r.Importance == enum.Required && len(provers[i]) == 0 {
			l := string(q.language)
			out = append(out, Warning{Code: WarnUnprovable, Message: unprovableSentence(q.language, r.Label(&l)), Requirement: r})
		}
	}
	missing, err := s.leftOut(ctx, row, string(q.language))
	if err != nil {
		return nil, err
	}
	for _, words := range missing {
		out = append(out, Warning{Code: WarnLeftOut, Message: fmt.Sprintf(pick(q.language,
			"The template also asks for “%s”, for which this catalog has nothing.",
			"La plantilla también pide «%s», para lo que este catálogo no tiene nada."), words)})
	}
	if row.DuplicateOfID != nil {
		out = append(out, Warning{Code: WarnDuplicate, Message: pick(q.language,
			"Another posting of yours says the same; close the one that you do not need.",
			"Otra oferta suya dice lo mismo; cierre la que no necesite.")})
	}
	if PayOf(row) == nil {
		out = append(out, Warning{Code: WarnPayNotShown, Message: pick(q.language,
			"The posting does not say its pay: people who ask for a pay are not shown to it.",
			"La oferta no dice cuánto paga: no se le muestran quienes piden un pago.")})
	}
	return out, nil
}
