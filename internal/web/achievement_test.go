package web

import (
	"strings"
	"testing"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/ent/text"
	"github.com/stackmatch/stackmatch/internal/catalog"
	"github.com/stackmatch/stackmatch/internal/submission"
	"github.com/stackmatch/stackmatch/internal/testkit/world"
)

// hostile is what somebody may write wherever a text goes.
const hostile = `</td><script>alert(1)</script><img src=x onerror="alert(2)">`

// defined publishes a micro-credential that says all that there is to say.
func (o *town) defined(t *testing.T) *db.MicroCredential {
	t.Helper()
	both := func(en, es string) submission.Text { return submission.Text{"en": en, "es": es} }
	m := world.Must(o.Catalog.PublishMicroCredential(o.Ctx, catalog.MicroCredentialInput{
		Kind: enum.KindMicroCredential, Developer: o.college.ID, Issuers: []string{o.college.ID},
		Version: catalog.VersionInput{
			Title: text.EnEs("Lift", "Elevar"), Competency: text.EnEs("Drives safely", "Conduce con seguridad"), HolderCan: text.EnEs("Can lift", "Sabe elevar"),
			Criteria: text.EnEs("Lift it", "Elévelo"), Languages: []string{"en", "es"}, Delivery: []enum.Delivery{enum.DeliveryOnline},
			EffortMinutes: world.Ptr(90), Price: &catalog.Price{Cents: 0, Currency: "USD"},
			Prerequisites: []catalog.PrerequisiteInput{{MicroCredential: o.course.ID, Advised: true}},
			Alignments:    []catalog.FrameworkAlignment{{Kind: enum.AlignedOther, Name: hostile, URL: "https://nace.example/?a=1&b=\"x\"", Framework: "NACE"}},
			Assessment: &submission.Definition{
				Modes: []submission.Mode{submission.Portfolio, submission.Exam}, Assessors: 2, Exam: &submission.Examination{Name: "Theory", PassScore: "70", MaxScore: "100"},
				Parts: []submission.Part{{Key: "overview", Title: both("Overview", "Resumen"), Prompt: both("Tell "+hostile, "Cuente"), Required: true}},
				Criteria: []submission.Criterion{{Key: "safe", Title: both("Safe", "Seguro"), Meets: 2, Required: true, Levels: []submission.Level{
					{Key: "no", Title: both("Not yet", "Aún no")}, {Key: "yes", Title: both("Shown", "Demostrado"), Description: both(hostile, "Se ve")},
				}}},
			},
		},
	}))(t)
	world.Must(o.Catalog.AddOffering(o.Ctx, catalog.OfferingInput{
		MicroCredential: m.ID, Provider: o.college.ID, Delivery: enum.DeliveryOnline, Language: "es", Seats: world.Ptr(12),
		Funding: text.EnEs("The board pays", "Paga la junta"), URL: world.Ptr("https://college.example/lift"),
	}))(t)
	mill := o.Organization(t, "Mill", nil, enum.OrgEmployer)
	for status, condition := range map[enum.RecognitionStatus]string{enum.RecognitionInForce: "With a license", enum.RecognitionProposed: "If the council agrees"} {
		world.Must(o.Catalog.RecordRecognition(o.Ctx, catalog.RecognitionInput{
			Organization: mill.ID, MicroCredential: &m.ID, Kind: enum.RecognizedPay, Amount: world.Ptr("1.50"), Unit: "USD per hour",
			Status: status, Condition: text.En(condition),
		}))(t)
	}
	return m
}

func TestAPublishedDefinitionIsShownInFull(t *testing.T) {
	t.Parallel()
	o := newTown(t)
	m := o.defined(t)
	path := "/achievements/" + *m.CurrentVersionID
	english, spanish := o.page(t, path), o.page(t, path+"?lang=es")
	has(t, english, "Drives safely", "Can lift", "1.5 hours", "free", "English, Spanish", "Evidence, judged without knowing whose it is",
		"An exam: Theory, passed from 70/100", "Two people judge", "Overview", `<table class="rubric">`, "Not yet", "meets it",
		"Forklift Safety", "advised, not required", `href="https://college.example/lift"`, "12 seats", "The board pays", "NACE",
		"What it is worth", ": 1.50 USD per hour", "With a license", "Proposed, not in force", "If the council agrees")
	if strings.Index(english, "With a license") > strings.Index(english, "Proposed, not in force") {
		t.Error("what is in force is among what is proposed")
	}
	if strings.Index(english, "If the council agrees") < strings.Index(english, "Proposed, not in force") {
		t.Error("what is proposed is among what is in force")
	}
	has(t, spanish, "Conduce con seguridad", "Sabe elevar", "1.5 horas", "gratis", "inglés, español", "Resumen", "Cuente", "Aún no", "lo cumple", "Paga la junta", "Cuánto vale")
	lacks(t, spanish, "meets it", "Overview", "Tell")
	for _, page := range []string{english, spanish} {
		lacks(t, page, "<script", "<img src=x", `onerror="`)
	}
}

func TestARetiredDefinitionSaysSoAndOffersNothing(t *testing.T) {
	t.Parallel()
	o := newTown(t)
	m := o.defined(t)
	old := *m.CurrentVersionID
	next := catalog.VersionInput{Title: text.En("Lift again"), Languages: []string{"en"}, Delivery: []enum.Delivery{enum.DeliveryOnline}}
	version := world.Must(o.Catalog.PublishVersion(o.Ctx, m.ID, next))(t)
	has(t, o.page(t, "/achievements/"+old), `href="/achievements/`+version.ID+`"`, "the current version")
	world.Must(o.Catalog.RetireMicroCredential(o.Ctx, catalog.RetireInput{ID: m.ID, Reason: "Nobody lifts any more."}))(t)
	page := o.page(t, "/achievements/"+version.ID)
	has(t, page, "Awarded no more since", "Nobody lifts any more.")
	lacks(t, page, "https://college.example/lift", "12 seats")
}
