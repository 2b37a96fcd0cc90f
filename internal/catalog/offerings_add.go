package catalog

import (
	"cmp"
	"context"
	"fmt"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/microcredential"
	"github.com/stackmatch/stackmatch/ent/db/organization"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/ent/text"
	"github.com/stackmatch/stackmatch/internal/audit"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/id"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/store"
)

// OfferingInput says who delivers a micro-credential, where and when.
type OfferingInput struct {
	ID              string
	MicroCredential string
	// Provider is by default the organization that the viewer acts for.
	Provider string
	// Place is nil when online.
	Place    *string
	Delivery enum.Delivery
	Language string
	// StartsOn is nil where one may start at any time, EndsOn where it is open.
	StartsOn, EndsOn *time.Time
	// Schedule says the weekly times, in words.
	Schedule text.Localized
	// Seats is nil where there is no end of them.
	Seats *int
	// Price is the list price; nil where it is unknown.
	Price *Price
	// LearnerPrice is what the learner pays after funding, in the price's currency; nil
	// where unknown.
	LearnerPrice *Price
	// EffortMinutes is nil where it is what the micro-credential says.
	EffortMinutes *int
	// Modules is in how many parts it is worked through, DownloadKib the size of all
	// materials; nil where unknown.
	Modules, DownloadKib *int
	// Funding says who pays, and on which condition.
	Funding text.Localized
	URL     *string
}

// AddOffering adds an offering of a micro-credential that the provider develops
// or may award.
func (s *Service) AddOffering(ctx context.Context, in OfferingInput) (added *db.Offering, err error) {
	if err := auth.Require(ctx, auth.PublishCatalog); err != nil {
		return nil, err
	}
	if in.Provider, err = onBehalf(ctx, in.Provider, "provider"); err != nil {
		return nil, err
	}
	invalid := in.check()
	err = store.InTx(ctx, s.DB, func(ctx context.Context, tx *db.Client) error {
		err := problem.Join(invalid, in.names().check(ctx, tx))
		if err != nil {
			return err
		}
		if err := in.checkProvider(ctx, tx); err != nil {
			return err
		}
		added, err = s.addOffering(ctx, tx, in)
		return err
	})
	return added, err
}

func (in OfferingInput) check() error {
	errs := []error{
		checkID(in.ID, id.Offering), checkOneOf(in.Delivery, "delivery"),
		problem.Under(checkLanguage(in.Language), "language"),
		checkDays(in.StartsOn, in.EndsOn, "endsOn"),
		checkTexts(in.Schedule, maxText, "schedule"), checkTexts(in.Funding, maxText, "funding"),
		checkPositive(in.Seats, "seats"), checkPrice(in.Price), in.checkLearner(), checkURL(value(in.URL), "url"),
	}
	if in.Delivery == enum.DeliveryInPerson && in.Place == nil {
		errs = append(errs, problem.New(problem.Invalid, "what is delivered in person has a place").
			Spanish("lo que se imparte en persona tiene un lugar").At("place"))
	}
	return problem.Join(errs...)
}

// checkLearner checks what a learner is told beside the list price.
func (in OfferingInput) checkLearner() error {
	errs := []error{
		problem.Under(checkPrice(in.LearnerPrice), "learnerPrice"), checkPositive(in.EffortMinutes, "effortMinutes"),
		checkPositive(in.Modules, "modules"), checkPositive(in.DownloadKib, "downloadKib"),
	}
	if in.Price != nil && in.LearnerPrice != nil && in.Price.Currency != in.LearnerPrice.Currency {
		errs = append(errs, problem.New(problem.Invalid, "one offering has one currency").
			Spanish("una edición tiene una sola moneda").At("learnerPrice", "currency"))
	}
	return problem.Join(errs...)
}

func (in OfferingInput) names() references {
	return references{
		organizations: []reference{named(in.Provider, "provider")},
		places:        namedIf(in.Place, "place"),
		// An offering of a draft is prepared along with it.
		microCredentials: []reference{named(in.MicroCredential, "microCredential")}, drafts: true,
	}
}

// checkProvider keeps others from advertising on somebody's micro-credential;
// the system knows what it does.
func (in OfferingInput) checkProvider(ctx context.Context, tx *db.Client) error {
	if auth.Can(ctx, auth.AdministerService) {
		return nil
	}
	authorized, err := tx.MicroCredential.Query().Where(
		microcredential.ID(in.MicroCredential),
		microcredential.Or(microcredential.DeveloperID(in.Provider), microcredential.HasIssuersWith(organization.ID(in.Provider))),
	).Exist(ctx)
	if err != nil {
		return fmt.Errorf("look up provider: %w", err)
	}
	if !authorized {
		return problem.New(problem.Invalid, "only who develops or may award a micro-credential offers it").
			Spanish("solo quien desarrolla o puede otorgar una microcredencial la ofrece").At("provider")
	}
	return nil
}

func (s *Service) addOffering(ctx context.Context, tx *db.Client, in OfferingInput) (*db.Offering, error) {
	create := tx.Offering.Create().
		SetID(s.idOr(in.ID, id.Offering, s.Now())).SetCreatedAt(s.Now()).
		SetMicroCredentialID(in.MicroCredential).SetProviderID(in.Provider).SetNillablePlaceID(in.Place).
		SetDelivery(in.Delivery).SetLanguage(in.Language).
		SetNillableStartsOn(dayOrNil(in.StartsOn)).SetNillableEndsOn(dayOrNil(in.EndsOn)).
		SetNillableSeats(in.Seats).
		SetNillablePriceCents(in.Price.cents()).SetPriceCurrency(cmp.Or(in.Price.currency(), in.LearnerPrice.currency())).
		SetNillableLearnerCents(in.LearnerPrice.cents()).SetNillableEffortMinutes(in.EffortMinutes).
		SetNillableModules(in.Modules).SetNillableDownloadKib(in.DownloadKib).SetURL(value(in.URL))
	if len(in.Schedule) > 0 {
		create.SetSchedule(in.Schedule)
	}
	if len(in.Funding) > 0 {
		create.SetFunding(in.Funding)
	}
	added, err := create.Save(ctx)
	if db.IsConstraintError(err) {
		return nil, conflict("an offering", "una edición")
	}
	if err != nil {
		return nil, fmt.Errorf("write offering: %w", err)
	}
	return added, audit.Write(ctx, tx, s.Now(), "offering.add", enum.SubjectMicroCredential, in.MicroCredential)
}
