package arch

// Rule names one of the rules.
type Rule string

// The rules.
const (
	// Layers: a package imports only from layers below its own, or from its own
	// tree.
	Layers Rule = "layers"
	// Services never import each other: one that needs a neighbor declares the
	// methods that it needs as an interface, and app passes the neighbor in.
	Services Rule = "services"
	// Owners: some libraries and packages are for a few packages only.
	Owners Rule = "owners"
	// Purity: the rule packages are values in, values out.
	Purity Rule = "purity"
	// Clients: whoever else opens a connection passes the guard by.
	Clients Rule = "clients"
	// Resolvers convert, call and return; they never query.
	Resolvers Rule = "resolvers"
	// Comments: every package says once what it owns and refuses.
	Comments Rule = "comments"
	// Generated directories hold nothing else, and nothing generated is
	// elsewhere.
	Generated Rule = "generated"
	// Places: every package is in a layer.
	Places Rule = "places"
)

// module is the prefix of our own import paths.
const module = "github.com/stackmatch/stackmatch/"

// layers lists our packages from the bottom up.
var layers = [][]string{
	{"internal/problem"},
	{"internal/id", "internal/claimcode"},
	{"internal/page", "internal/consent", "internal/taxonomy", "internal/badge", "internal/measure", "internal/submission", "internal/jobad"},
	{"internal/matching", "internal/roster"},
	{"internal/planner"},
	{"search"},
	{"internal/auth", "ent"},
	{"internal/store"},
	{
		"internal/outbox", "internal/audit", "internal/fetch", "internal/repeat", "internal/vault",
		"internal/inbox", "internal/link", "internal/live", "internal/spool",
	},
	{"internal/dossier", "internal/blob", "internal/courier"},
	services,
	{"internal/web"},
	{"internal/interop"},
	{"graph"},
	{"internal/server"},
	{"internal/app"},
	{"seed", "internal/testkit"},
	{"cmd"},
}

// services has one package per domain.
var services = []string{
	"internal/account", "internal/catalog", "internal/credential", "internal/assessment",
	"internal/employer", "internal/coaching", "internal/notify", "internal/outcome",
}

// outside lists the packages that are in no layer: nobody imports them, and
// they import nothing of ours.
var outside = []string{"internal/arch"}

// owner says who may import what: a library by the start of its path, or one of
// our packages with what is in it.
type owner struct {
	what string
	only []string
	why  string
}

var owners = []owner{
	{"entgo.io/", []string{"ent", "internal/store", "internal/outcome"}, "store re-exports what services need of it"},
	{"ariga.io/atlas", []string{"ent", "internal/store"}, "migrations belong to the store"},
	{"github.com/pressly/goose", []string{"ent", "internal/store"}, "migrations belong to the store"},
	{"github.com/mattn/go-sqlite3", []string{"internal/store"}, "drivers belong to the store"},
	{"github.com/jackc/pgx", []string{"internal/store"}, "drivers belong to the store"},
	{"github.com/blevesearch/", []string{"search"}, "only search knows the index"},
	{"github.com/99designs/gqlgen", []string{"graph", "internal/server"}, "only the API knows GraphQL"},
	{"github.com/gowebpki/jcs", []string{"internal/badge"}, "only badge knows canonical JSON"},
	{"github.com/go-jose/", []string{"internal/badge"}, "only badge knows JOSE"},
	{"github.com/lestrrat-go/jwx", []string{"internal/badge"}, "only badge knows JOSE"},
	{"github.com/golang-jwt/", []string{"internal/auth", "internal/badge"}, "only auth and badge know tokens"},
	{"github.com/coreos/go-oidc", []string{"internal/auth"}, "only auth knows providers"},
	{"github.com/minio/sio", []string{"internal/blob"}, "only blob encrypts files"},
	{"github.com/gabriel-vasile/mimetype", []string{"internal/blob"}, "only blob tells what files are"},
	{"github.com/multiformats/", []string{"internal/badge"}, "only badge knows multibase"},
	{"github.com/santhosh-tekuri/jsonschema", []string{"internal/badge"}, "only badge knows JSON Schema"},
	{"github.com/rickar/cal", []string{"internal/submission"}, "only submission counts business days"},
	{"github.com/wneessen/go-mail", []string{"internal/notify"}, "only notify sends e-mail"},
	{"github.com/standard-webhooks/", []string{"internal/notify"}, "only notify signs webhooks"},
	{"github.com/nyaruka/phonenumbers", []string{"internal/account"}, "only account reads telephone numbers"},
	{"github.com/coder/websocket", []string{"internal/server"}, "only the server knows sockets"},
	{module + "internal/auth/system", []string{"internal/app", "seed", "internal/testkit"}, "a request never acts as the system"},
	{module + "internal/testkit", nil, "it is for tests"},
}

// pure lists the rule packages: values in, values out.
var pure = []string{
	"internal/id", "internal/claimcode", "internal/problem",
	"internal/page", "internal/consent", "internal/taxonomy", "internal/badge", "internal/measure", "internal/submission", "internal/jobad",
	"internal/matching", "internal/roster", "internal/planner",
}

// impure lists the packages of the standard library, with what is in them, that
// a rule package does without, and what it has instead.
var impure = map[string]string{
	"context":      "a rule cannot block; long work takes a budget",
	"crypto/rand":  "take randomness as an argument",
	"database/sql": "a rule has no database",
	"log":          "a rule reports, it does not log",
	"math/rand":    "take randomness as an argument",
	"net":          "a rule has no network; fetched documents are arguments",
	"os":           "a rule has no files or environment",
	"syscall":      "a rule has no system",
}

// harmless lists the exceptions: parsing only.
var harmless = []string{"net/netip", "net/url"}

// pureLibraries are those that a rule package may use: nothing that reads a
// clock of its own, a network or a file is called of them.
var pureLibraries = map[string][]string{
	"internal/matching": {"github.com/dchest/siphash", "golang.org/x/text"},
	"internal/taxonomy": {"golang.org/x/text"},
	"internal/roster":   {"golang.org/x/text"},
	"internal/jobad":    {"golang.org/x/net/html"},
	// Of the calendar only the arithmetic of dates: whether a day is a holiday.
	"internal/submission": {"github.com/rickar/cal", "golang.org/x/text"},
	"internal/badge": {
		"github.com/gowebpki/jcs", "github.com/go-jose/go-jose",
		"github.com/multiformats/go-multibase", "github.com/santhosh-tekuri/jsonschema", "golang.org/x/text",
	},
}

// clocks are the functions of package time that read or wait for a clock.
var clocks = map[string]bool{
	"Now": true, "Since": true, "Until": true, "Sleep": true, "After": true,
	"AfterFunc": true, "Tick": true, "NewTicker": true, "NewTimer": true,
}

// dialers may open connections: fetch for whatever data names, behind its guard,
// and auth for the providers that the operator names. Databases and collectors
// are dialed by their libraries.
var dialers = []string{"internal/fetch", "internal/auth"}

// clients are the names of the standard library by which one would ask the
// network, by package. Serving needs none of them.
var clients = map[string]map[string]bool{
	"net/http": {
		"Client": true, "DefaultClient": true, "Transport": true, "DefaultTransport": true,
		"Get": true, "Head": true, "Post": true, "PostForm": true, "NewRequest": true, "NewRequestWithContext": true,
	},
	"net/http/httputil": {"ReverseProxy": true, "NewSingleHostReverseProxy": true},
	"crypto/tls":        {"Dial": true, "DialWithDialer": true, "Dialer": true, "Client": true},
	"net": {
		"Dial": true, "DialTimeout": true, "Dialer": true, "DialTCP": true, "DialUDP": true, "DialIP": true,
		"Resolver": true, "DefaultResolver": true, "LookupHost": true, "LookupIP": true, "LookupAddr": true,
		"LookupCNAME": true, "LookupMX": true, "LookupNS": true, "LookupSRV": true, "LookupTXT": true,
	},
}

// generatedDirs hold generated files only; byHand names the exceptions.
var (
	generatedDirs = []string{"ent/db", "graph/generated", "graph/model"}
	byHand        = []string{"graph/model/node.go", "graph/model/problem.go"}
)
