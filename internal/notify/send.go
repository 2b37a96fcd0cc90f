package notify

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/stackmatch/stackmatch/ent/db"
	"github.com/stackmatch/stackmatch/ent/db/message"
	"github.com/stackmatch/stackmatch/ent/enum"
	"github.com/stackmatch/stackmatch/internal/courier"
	"github.com/stackmatch/stackmatch/internal/problem"
	"github.com/stackmatch/stackmatch/internal/store"
)

// Carrier takes messages of a channel to those whom they are for.
type Carrier interface {
	// Carry returns once the message was taken over. The key names the message, the
	// same at each try. A Refused error is for good; every other one may pass.
	Carry(ctx context.Context, key string, m courier.Message) error
}

// Refused is a message that will never be taken: nobody is there, say. It holds no
// address.
type Refused string

// Error is error.
func (r Refused) Error() string { return string(r) }

// intervals are how long a message waits after each try. The first is longer than a
// try may take: a message is claimed by being put off, before it is sent.
var intervals = []time.Duration{
	2 * time.Minute, 5 * time.Minute, 15 * time.Minute, time.Hour, 2 * time.Hour, 4 * time.Hour, 8 * time.Hour, 12 * time.Hour,
}

const (
	// carryWithin bounds one try.
	carryWithin = time.Minute
	// sendAtOnce bounds the messages of one round.
	sendAtOnce = 50
	// staleAfter is when a message that nothing could even try to send is given up:
	// nobody wants last month's news once a server is configured.
	staleAfter = 3 * 24 * time.Hour
)

// SendOnce tries the messages that are due, and tells how many were sent. A message
// is put off before it is tried, so that no other process, nor this one once it is
// killed and started again, sends it at the same time.
func (s *Service) SendOnce(ctx context.Context) (sent int, err error) {
	if err := s.giveUpStale(ctx); err != nil {
		return 0, err
	}
	due, err := s.DB.Message.Query().Where(message.SentAtIsNil(), message.DeadAtIsNil(),
		message.NextAtLTE(s.Now()), message.ChannelIn(s.channels()...)).
		Order(db.Asc(message.FieldNextAt, message.FieldID)).Limit(sendAtOnce).All(ctx)
	if err != nil {
		return 0, fmt.Errorf("load messages that are due: %w", err)
	}
	for _, row := range due {
		if ctx.Err() != nil {
			return sent, ctx.Err()
		}
		ok, err := s.sendOne(ctx, row)
		if err != nil {
			return sent, err
		}
		if ok {
			sent++
		}
	}
	return sent, nil
}

// channels are those that something carries.
func (s *Service) channels() []enum.MessageChannel {
	var out []enum.MessageChannel
	for channel, carrier := range map[enum.MessageChannel]Carrier{enum.ChannelEmail: s.Mail, enum.ChannelSMS: s.SMS} {
		if carrier != nil {
			out = append(out, channel)
		}
	}
	return out
}

func (s *Service) carrier(channel enum.MessageChannel) Carrier {
	if channel == enum.ChannelSMS {
		return s.SMS
	}
	return s.Mail
}

// sendOne claims a message, sends it, and notes what came of it.
func (s *Service) sendOne(ctx context.Context, row *db.Message) (sent bool, err error) {
	wait := intervals[min(row.Tries, len(intervals)-1)]
	claimed, err := written(ctx, s.DB, func(ctx context.Context, tx *db.Client) (int, error) {
		return tx.Message.Update().
			Where(message.ID(row.ID), message.Tries(row.Tries), message.SentAtIsNil(), message.DeadAtIsNil()).
			SetTries(row.Tries + 1).SetNextAt(s.Now().Add(wait)).Save(ctx)
	})
	if err != nil {
		return false, fmt.Errorf("claim message %s: %w", row.ID, err)
	}
	if claimed == 0 {
		return false, nil // another process has it
	}
	failed := s.carry(ctx, row)
	// What was sent is noted although the process is told to stop.
	ctx = context.WithoutCancel(ctx)
	if failed == nil {
		return true, s.settle(ctx, row, func(u *db.MessageUpdate) { u.SetSentAt(s.Now()).ClearContent().SetFailure("") })
	}
	_, refused := errors.AsType[Refused](failed)
	dead := refused || row.Tries+1 >= len(intervals)
	s.log().WarnContext(ctx, "send a message", slog.String("message", row.ID), slog.Bool("dead", dead), slog.String("cause", failed.Error()))
	return false, s.settle(ctx, row, func(u *db.MessageUpdate) {
		u.SetFailure(failed.Error())
		if dead {
			u.SetDeadAt(s.Now()).ClearContent()
		}
	})
}

func (s *Service) carry(ctx context.Context, row *db.Message) error {
	m, err := s.Courier.Open(row)
	if err != nil {
		return Refused("it cannot be opened any more")
	}
	ctx, cancel := context.WithTimeout(ctx, carryWithin)
	defer cancel()
	return s.carrier(row.Channel).Carry(ctx, row.ID, m)
}

func (s *Service) settle(ctx context.Context, row *db.Message, change func(*db.MessageUpdate)) error {
	_, err := written(ctx, s.DB, func(ctx context.Context, tx *db.Client) (int, error) {
		update := tx.Message.Update().Where(message.ID(row.ID), message.SentAtIsNil())
		change(update)
		return update.Save(ctx)
	})
	if err != nil {
		return fmt.Errorf("note what became of message %s: %w", row.ID, err)
	}
	return nil
}

// written makes one change in a transaction of its own, and tells of how many rows.
func written(ctx context.Context, client *db.Client, change func(ctx context.Context, tx *db.Client) (int, error)) (n int, err error) {
	err = store.InTx(ctx, client, func(ctx context.Context, tx *db.Client) error {
		n, err = change(ctx, tx)
		return err
	})
	return n, err
}

// giveUpStale wipes what nothing has tried to send for days.
func (s *Service) giveUpStale(ctx context.Context) error {
	now := s.Now()
	stale := message.And(message.SentAtIsNil(), message.DeadAtIsNil(), message.Tries(0), message.NextAtLT(now.Add(-staleAfter)))
	// Read first: a transaction that writes nothing keeps other writers waiting all the same.
	found, err := s.DB.Message.Query().Where(stale).Exist(ctx)
	if err == nil && found {
		_, err = written(ctx, s.DB, func(ctx context.Context, tx *db.Client) (int, error) {
			return tx.Message.Update().Where(stale).SetDeadAt(now).ClearContent().SetFailure("nothing was there to send it").Save(ctx)
		})
	}
	if err != nil {
		return fmt.Errorf("give up messages that nothing sends: %w", err)
	}
	return nil
}

// Waiting tells how many messages wait and how many were given up.
func (s *Service) Waiting(ctx context.Context) (waiting, dead int, err error) {
	if waiting, err = s.DB.Message.Query().Where(message.SentAtIsNil(), message.DeadAtIsNil()).Count(ctx); err == nil {
		dead, err = s.DB.Message.Query().Where(message.DeadAtNotNil()).Count(ctx)
	}
	if err != nil {
		return 0, 0, fmt.Errorf("count messages: %w", err)
	}
	return waiting, dead, nil
}

// Queued is a message that waits, opened.
type Queued struct {
	courier.Message
	ID string
	At time.Time
}

// maxQueued bounds the messages that a demo lists.
const maxQueued = 100

// Queued opens the newest messages that wait. It is for a demo, which sends none and
// shows them instead: whoever may ask for it reads other people's mail.
func (s *Service) Queued(ctx context.Context) ([]Queued, error) {
	rows, err := s.DB.Message.Query().Where(message.SentAtIsNil(), message.DeadAtIsNil()).
		Order(db.Desc(message.FieldCreatedAt, message.FieldID)).Limit(maxQueued).All(ctx)
	if err != nil {
		return nil, fmt.Errorf("load messages: %w", err)
	}
	out := make([]Queued, len(rows))
	for i, row := range rows {
		m, err := s.Courier.Open(row)
		if err != nil {
			return nil, err
		}
		out[i] = Queued{Message: m, ID: row.ID, At: row.CreatedAt}
	}
	return out, nil
}

// notFound is the one answer for what is missing and what is another's.
func notFound(id string, path ...string) *problem.Problem {
	return problem.New(problem.NotFound, "there is no %q", id).Spanish("no existe %q", id).At(path...)
}
