package account_test

import (
	"net/url"
	"testing"

	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/account"
	"github.com/stackmatch/stackmatch/internal/auth"
	"github.com/stackmatch/stackmatch/internal/link"
	"github.com/stackmatch/stackmatch/internal/testkit/world"
)

func given(fields ...string) link.Given {
	values := url.Values{}
	for i := 0; i < len(fields); i += 2 {
		values.Set(fields[i], fields[i+1])
	}
	return link.Given{Answer: "do", Fields: values, Language: "es"}
}

func TestPagesOfLinksAskWhatIsNeededAndDoIt(t *testing.T) {
	t.Parallel()
	w := world.New(t)
	signing := account.SigningIn{Accounts: w.Accounts}
	token := request(t, w, "averil@people.example")
	if q := world.Must(signing.Ask(t.Context(), token, "es"))(t); len(q.Fields) != 2 {
		t.Errorf("who is new is asked %+v", q)
	}
	if out := world.Must(signing.Do(t.Context(), token, given("name", "Averil")))(t); out.Bearer == "" {
		t.Errorf("outcome %+v", out)
	}
	token = request(t, w, "averil@people.example")
	if q := world.Must(signing.Ask(t.Context(), token, "en"))(t); len(q.Fields) != 0 {
		t.Errorf("who is known is asked %+v", q)
	}
	if out := world.Must(signing.Do(t.Context(), token, given()))(t); out.Bearer == "" {
		t.Errorf("outcome %+v", out)
	}
	admin := w.Member(t, auth.Admin, w.Organization(t, "Shop", nil, enum.OrgEmployer))
	_ = world.Must(w.Accounts.InviteMember(admin, account.InviteMemberInput{Address: "new@people.example", Role: auth.Employer}))(t)
	joining := account.Joining{Accounts: w.Accounts}
	token = lastLink(t, w, "new@people.example")
	if q := world.Must(joining.Ask(t.Context(), token, "en"))(t); len(q.Fields) != 1 {
		t.Errorf("who is invited is asked %+v", q)
	}
	if out := world.Must(joining.Do(t.Context(), token, given("name", "Newcomer")))(t); out.Bearer == "" {
		t.Errorf("outcome %+v", out)
	}
}
