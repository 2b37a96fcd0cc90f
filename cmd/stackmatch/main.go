// Command stackmatch is the whole program: the server of the portal and what its
// operators need. It owns flags, exit codes and what is printed, and refuses to
// do anything by itself: package app does it.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"strconv"
	"syscall"

	"github.com/alecthomas/kong"

	"github.com/stackmatch/stackmatch/internal/app"
	"github.com/stackmatch/stackmatch/seed"
)

// The exit codes.
const (
	exitOK = iota
	// exitFailed means that it was tried and failed.
	exitFailed
	// exitUsage means that the command was not understood.
	exitUsage
)

func main() { os.Exit(run(os.Args[1:], streams{os.Stdout, os.Stderr})) }

// commands are the sub-commands, a file each.
type commands struct {
	Serve    serveCommand    `cmd:"" help:"Serve the API. Migrates, catches up, and prints one line when it is ready."`
	Token    tokenCommand    `cmd:"" help:"Print a bearer token for a role, for demo and development. Runs beside a server."`
	Seed     seedCommand     `cmd:"" help:"Write the demo's data, and let its invented population grow."`
	Import   importCommand   `cmd:"" help:"Import files of another system's format. Runs beside a server."`
	Roster   rosterCommand   `cmd:"" help:"Make keys, sign and check rosters of results, where there is no network: needs no data directory."`
	Verify   verifyCommand   `cmd:"" help:"Verify badges in files: every check, with its outcome and reason. Exit code: 0 all valid, 1 some invalid, 2 some indeterminate."`
	Publish  publishCommand  `cmd:"" help:"Write what is public of badges as files, for any web host. Runs beside a server."`
	Export   exportCommand   `cmd:"" help:"Write what is public in another system's format. Runs beside a server."`
	Reindex  reindexCommand  `cmd:"" help:"Build the search indexes anew from the records."`
	Migrate  migrateCommand  `cmd:"" help:"Bring the database up to date, as serve does at its start."`
	Backup   backupCommand   `cmd:"" help:"Copy the database to a new file, while a server runs."`
	Evaluate evaluateCommand `cmd:"" help:"Measure how well the skill index finds what people judged to be right."`
	Bench    benchCommand    `cmd:"" help:"Measure the ranking against what it could at most be."`
	Version  versionCommand  `cmd:"" help:"Print the version."`

	Log logging `embed:"" prefix:"log-"`
}

// logging is how the log is written, to stderr.
type logging struct {
	Level  slog.Level `env:"STACKMATCH_LOG_LEVEL" default:"info" placeholder:"LEVEL" help:"Least severe level to log: debug, info, warn, error (${default})."`
	Format string     `env:"STACKMATCH_LOG_FORMAT" enum:"text,json" default:"text" help:"How to log: ${enum} (${default})."`
}

func (l logging) to(w io.Writer) *slog.Logger {
	o := &slog.HandlerOptions{Level: l.Level}
	if l.Format == "json" {
		return slog.New(slog.NewJSONHandler(w, o))
	}
	return slog.New(slog.NewTextHandler(w, o))
}

// streams are where a command writes: what it was asked for to out, all else to err.
type streams struct{ out, err io.Writer }

// errSilent fails without a message: everything has been said.
var errSilent = errors.New("failed")

// exitCode fails with a code of a command's own, without a message.
type exitCode int

// Error is never shown.
func (e exitCode) Error() string { return "exit code " + strconv.Itoa(int(e)) }

// run is the program; it returns the exit code.
func run(args []string, s streams) int {
	var cli commands
	parser, err := kong.New(&cli,
		kong.Name("stackmatch"),
		kong.Description("Ranks people by the competencies that they have stacked, for what employers ask, and says why."),
		kong.Writers(s.out, s.err),
		kong.Vars{"formats": formats(), "demo_people": strconv.Itoa(seed.DemoPeople), "demo_seed": strconv.Itoa(seed.DemoSeed)},
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, NoExpandSubcommands: true}),
	)
	if err != nil {
		return fail(s, err, exitFailed)
	}
	parsed, err := parser.Parse(args)
	if err != nil {
		return fail(s, fmt.Errorf("%w (see stackmatch --help)", err), exitUsage)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	// A second signal ends the program at once.
	context.AfterFunc(ctx, stop)
	parsed.BindTo(ctx, (*context.Context)(nil))
	err = parsed.Run(s, cli.Log.to(s.err))
	if code := exitCode(0); errors.As(err, &code) {
		return int(code)
	}
	if err != nil {
		return fail(s, err, exitFailed)
	}
	return exitOK
}

func fail(s streams, err error, code int) int {
	if !errors.Is(err, errSilent) {
		fmt.Fprintln(s.err, "stackmatch:", err)
	}
	return code
}

// with opens the program for a command and closes it after.
func with(ctx context.Context, config app.Config, do func(a *app.App) error) (err error) {
	config.Version = version()
	a, err := app.Open(ctx, config)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	return do(a)
}
