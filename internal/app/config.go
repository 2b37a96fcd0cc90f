package app

import (
	"crypto/rand"
	"io"
	"log/slog"
	"time"

	"github.com/stackmatch/stackmatch/internal/credential"
)

// Where says which data is meant. Its tags are for the command line: the flag,
// and the variable of the environment that stands for it.
type Where struct {
	// Data is the data directory; empty is the default one.
	Data string `env:"STACKMATCH_DATA" placeholder:"DIR" help:"Data directory: database, secrets, indexes. Default: ./data, and ./demo-data for the demo."`
	// DB is the database; empty is SQLite in the data directory.
	DB string `name:"db" env:"STACKMATCH_DB" placeholder:"URL" help:"Database, as postgres://… or a SQLite file. Default: stackmatch.db in the data directory."`
	// Demo is true for the demo's data, which is invented and may be signed in to
	// by everybody.
	Demo bool `env:"STACKMATCH_DEMO" help:"Use the demo: invented people, an account for every role."`
}

// The default data directories. The demo has its own, so that it never touches
// data that is kept.
const (
	DefaultData = "data"
	DefaultDemo = "demo-data"
)

// Config is everything that can be set. It is read once, here; packages get
// arguments.
type Config struct {
	Where `embed:""`
	HTTP  HTTP  `embed:""`
	OIDC  OIDC  `embed:"" prefix:"oidc-"`
	Trace Trace `embed:"" prefix:"trace-"`

	Badges Badges `embed:""`
	Files  Files  `embed:""`
	Mail   Mail   `embed:""`

	// Meanings is a table of what words mean that takes the built-in one's place.
	Meanings string `env:"STACKMATCH_MEANINGS" type:"existingfile" placeholder:"FILE" help:"Table of what words mean, for finding skills, made by tools/skillvectors. Default: the one in the binary."`

	// Index says whether the search indexes are needed.
	Index IndexUse `kong:"-"`
	// AsItIs leaves the database unmigrated: for what only reads beside a server.
	AsItIs bool `kong:"-"`
	// Version is the program's own.
	Version string `kong:"-"`
	// Log receives what happens; nil drops it.
	Log *slog.Logger `kong:"-"`
	// Now and Random are the clock and the randomness; by default the machine's.
	Now    func() time.Time `kong:"-"`
	Random io.Reader        `kong:"-"`
	// Documents answers for the network; by default the guarded fetcher does.
	Documents credential.Documents `kong:"-"`
	// LoadWait is graph.Resolver's: tests that count statements are patient.
	LoadWait time.Duration `kong:"-"`
	// Careless doesn't wait for the disk: for tests, whose data nobody misses.
	Careless bool `kong:"-"`
}

// HTTP is how requests come in.
type HTTP struct {
	Addr string `env:"STACKMATCH_ADDR" default:"127.0.0.1:8080" placeholder:"HOST:PORT" help:"Address to listen on (${default})."`

	Origins     []string `env:"STACKMATCH_ORIGINS" placeholder:"URL" help:"Web sites that may call the API from a browser, such as https://portal.example.org."`
	BehindProxy bool     `env:"STACKMATCH_BEHIND_PROXY" help:"Believe X-Forwarded-For and X-Request-Id, which a proxy of ours sets."`

	// LinksURL is the portal to which people's single-use links lead, instead of our own pages.
	LinksURL string `name:"links-url" env:"STACKMATCH_LINKS_URL" placeholder:"URL" help:"Portal to which people's single-use links lead, as URL/links/TOKEN. Default: the pages of this server, at its public URL."`

	NoIntrospection bool `env:"STACKMATCH_NO_INTROSPECTION" help:"Refuse __schema and __type; the schema stays at /schema.graphql."`
	NoGraphiQL      bool `name:"no-graphiql" env:"STACKMATCH_NO_GRAPHIQL" help:"Leave out the page at /."`

	Trusted     string `env:"STACKMATCH_TRUSTED" type:"existingfile" placeholder:"FILE" help:"Manifest of trusted documents, which clients may send by documentId."`
	OnlyTrusted bool   `env:"STACKMATCH_ONLY_TRUSTED" help:"Refuse all other documents."`

	// Rate is the cost per second that each viewer who is signed in may use in
	// the long run; 0 is graph.DefaultPace. Who is not signed in has a fifth of it.
	Rate float64 `env:"STACKMATCH_RATE" placeholder:"COST" help:"Cost per second that a viewer may use in the long run. Default: 500; ten times as much for the demo."`
}

// OIDC is the OpenID Connect provider whose tokens are taken besides our own.
type OIDC struct {
	Issuer     string        `env:"STACKMATCH_OIDC_ISSUER" placeholder:"URL" help:"OpenID Connect provider whose tokens are taken, by its issuer URL. Default: none."`
	Audience   []string      `env:"STACKMATCH_OIDC_AUDIENCE" placeholder:"NAME" help:"Values of aud that mean this service. At least one with a provider."`
	Algorithms []string      `env:"STACKMATCH_OIDC_ALGORITHMS" placeholder:"NAME" help:"Signature algorithms to accept. Default: RS, PS and ES 256 to 512, and EdDSA."`
	Skew       time.Duration `env:"STACKMATCH_OIDC_SKEW" default:"1m" placeholder:"TIME" help:"By how much clocks may differ (${default})."`
}

// Trace is where traces go.
type Trace struct {
	Endpoint string `env:"STACKMATCH_TRACE_ENDPOINT" placeholder:"URL" help:"OpenTelemetry collector (OTLP over HTTP) to send traces to. Default: none."`
}

// Files is how the files that people upload are taken.
type Files struct {
	MaxUpload   int    `env:"STACKMATCH_MAX_UPLOAD" placeholder:"MIB" help:"How many MiB a file that is uploaded may have. Default: 100."`
	ScanCommand string `env:"STACKMATCH_SCAN_COMMAND" placeholder:"COMMAND" help:"Program that is given each uploaded file as its input, such as 'clamdscan --no-summary -': it exits with 0 for a clean file, with 1 for another. Default: none."`
}

// IndexUse says whether an App needs the search indexes of its directory, which
// one process at a time may have.
type IndexUse int

// How the indexes are used.
const (
	// NoIndex leaves them alone: for what runs beside a server.
	NoIndex IndexUse = iota
	// IndexIfFree takes them unless another process has them, which will follow
	// by itself.
	IndexIfFree
	// OwnIndex takes them, or fails.
	OwnIndex
)

// Directory is the data directory that is meant.
func (w Where) Directory() string {
	switch {
	case w.Data != "":
		return w.Data
	case w.Demo:
		return DefaultDemo
	default:
		return DefaultData
	}
}

// orDefault fills what is not set.
func (c Config) orDefault() Config {
	c.Data = c.Directory()
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.Random == nil {
		c.Random = rand.Reader
	}
	return c
}
