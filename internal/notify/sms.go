package notify

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
	"time"

	"github.com/stackmatch/stackmatch/internal/courier"
)

// SMSCommand sends text messages by a program of the operator's: it is given the
// number as its last argument and the text as its input. It exits with 0 when the
// message was taken over, with 1 when this number never gets one, and with anything
// else when to try later.
type SMSCommand struct{ argv []string }

// smsEnd is how long a program may take to stop.
const smsEnd = 5 * time.Second

// NewSMSCommand takes a command line such as "send-sms --from 912". It is split at
// its spaces; no shell reads it.
func NewSMSCommand(line string) (*SMSCommand, error) {
	argv := strings.Fields(line)
	if len(argv) == 0 {
		return nil, errors.New("the command that sends text messages is empty")
	}
	path, err := exec.LookPath(argv[0])
	if err != nil {
		return nil, fmt.Errorf("the command that sends text messages: %w", err)
	}
	return &SMSCommand{argv: append([]string{path}, argv[1:]...)}, nil
}

// Carry runs the program. What it writes is dropped: it may hold the number.
func (c *SMSCommand) Carry(ctx context.Context, key string, m courier.Message) error {
	if !strings.HasPrefix(m.To, "+") {
		return Refused("its number is none") // nor an option of the program's
	}
	program := exec.CommandContext(ctx, c.argv[0], append(c.argv[1:len(c.argv):len(c.argv)], m.To)...) //nolint:gosec // the operator's own
	program.Stdin = strings.NewReader(m.Text)
	program.Env, program.WaitDelay = append(environment(), "MESSAGE_ID="+key), smsEnd
	err := program.Run()
	switch failed, exited := errors.AsType[*exec.ExitError](err); {
	case err == nil:
		return nil
	case ctx.Err() != nil:
		return errors.New("the program took too long")
	case exited && failed.ExitCode() == 1:
		return Refused("the program refused it")
	case exited:
		return fmt.Errorf("the program ended with %d", failed.ExitCode())
	}
	return errors.New("the program could not be run")
}

// environment is ours without our own settings, among which are secrets.
func environment() []string {
	return slices.DeleteFunc(os.Environ(), func(entry string) bool { return strings.HasPrefix(entry, "STACKMATCH_") })
}
