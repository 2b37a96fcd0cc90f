package server

import (
	"context"
	"time"
)

// keep closes a socket whose client does not introduce itself, is not there any more,
// asks for nothing, or is signed in no longer; and all of them when the server stops.
func (c *session) keep() {
	init := time.NewTimer(c.config.Sockets.Init)
	defer init.Stop()
	select {
	case <-c.ctx.Done():
		return
	case <-c.streams.closing:
		c.close(end(closeRestarting, "the server is restarting"))
		return
	case <-init.C:
		c.close(end(closeInitTimeout, "Connection initialisation timeout"))
		return
	case <-c.ready:
	}
	look := time.NewTicker(c.config.Sockets.Ping)
	defer look.Stop()
	for {
		select {
		case <-c.ctx.Done():
			return
		case <-c.streams.closing:
			c.close(end(closeRestarting, "the server is restarting"))
			return
		case <-look.C:
			if why := c.look(); why != nil {
				c.close(why)
				return
			}
		}
	}
}

// look tells why a socket is to be closed, if it is.
func (c *session) look() *closing {
	if c.idle() {
		return end(closeIdle, "idle")
	}
	if _, why := c.renew(c.ctx); why != nil {
		return why
	}
	ctx, cancel := context.WithTimeout(c.ctx, c.config.Sockets.Slow)
	defer cancel()
	if err := c.conn.Ping(ctx); err != nil && c.ctx.Err() == nil {
		return end(closeLater, "no answer to a ping")
	}
	return nil
}

func (c *session) idle() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return len(c.active) == 0 && c.config.Options.Now().Sub(c.last) > c.config.Sockets.Idle
}

// renew finds out again who the client is: a token lapses, a membership ends.
func (c *session) renew(ctx context.Context) (context.Context, *closing) {
	viewer, err := c.viewer(c.introduced().WithContext(ctx))
	if err != nil {
		if c.ctx.Err() != nil {
			return nil, end(closeRestarting, "closed")
		}
		return nil, refusedBy(err)
	}
	return viewer, nil
}
