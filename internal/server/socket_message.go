package server

import (
	"encoding/json"

	"github.com/coder/websocket"
)

// Why a socket is closed, as the protocol has it; and by WebSocket's own codes, which
// clients take for a reason to come back.
const (
	closeBadRequest    websocket.StatusCode = 4400
	closeUnauthorized  websocket.StatusCode = 4401
	closeForbidden     websocket.StatusCode = 4403
	closeNotAcceptable websocket.StatusCode = 4406
	closeInitTimeout   websocket.StatusCode = 4408
	closeDuplicate     websocket.StatusCode = 4409
	closeSecondInit    websocket.StatusCode = 4429
	closeInternal      websocket.StatusCode = 4500
	closeRestarting                         = websocket.StatusGoingAway
	closeLater                              = websocket.StatusTryAgainLater
	closeIdle                               = websocket.StatusNormalClosure
	longestReason                           = 120
	longestID                               = 256
)

// closing is a socket's end, as its client is told.
type closing struct {
	code   websocket.StatusCode
	reason string
}

func (c *closing) Error() string { return c.reason }

func end(code websocket.StatusCode, reason string) *closing {
	return &closing{code, reason[:min(len(reason), longestReason)]}
}

func badMessage(why string) *closing { return end(closeBadRequest, "Invalid message: "+why) }

// message is one of the protocol's, either way.
type message struct {
	ID      string          `json:"id,omitempty"`
	Type    string          `json:"type"`
	Payload json.RawMessage `json:"payload,omitempty"`
}

// readMessage takes a client's message apart; what is not the protocol's ends the socket.
func readMessage(kind websocket.MessageType, text []byte) (*message, *closing) {
	if kind != websocket.MessageText {
		return nil, badMessage("not text")
	}
	var m message
	if err := decodeJSON(string(text), &m); err != nil {
		return nil, badMessage("not a JSON object with a type")
	}
	switch m.Type {
	case "connection_init", "ping", "pong":
		if !isObject(m.Payload) {
			return nil, badMessage("the payload is not an object")
		}
	case "subscribe", "complete":
		if m.ID == "" || len(m.ID) > longestID {
			return nil, badMessage("no id, or one that is too long")
		}
	default:
		return nil, badMessage("unknown type")
	}
	return &m, nil
}

// isObject tells whether a payload is an object, null or none.
func isObject(payload json.RawMessage) bool {
	return len(payload) == 0 || string(payload) == "null" || payload[0] == '{'
}

// operation reads what is to be run.
func (m *message) operation() (*parameters, *closing) {
	var given parameters
	if len(m.Payload) == 0 || m.Payload[0] != '{' || decodeJSON(string(m.Payload), &given) != nil {
		return nil, badMessage("the payload is not a GraphQL request")
	}
	if given.Query == nil && given.DocumentID == "" && given.Extensions["persistedQuery"] == nil {
		return nil, badMessage("the payload has no query")
	}
	return &given, nil
}
