package config

import (
	"reflect"
	"slices"

	"ncp/internal/secret"
)

// SameSignIn reports whether both sign in with the same settings.
func SameSignIn(a, b *Server) bool {
	x, y := a.Auth.OAuth, b.Auth.OAuth
	if !x.ClientSecret.Equal(y.ClientSecret) || !x.PrivateKey.Equal(y.PrivateKey) {
		return false
	}
	x.ClientSecret, y.ClientSecret, x.PrivateKey, y.PrivateKey = secret.String{}, secret.String{}, secret.String{}, secret.String{}
	if (a.Auth.Type == AuthClientCredentials) != (b.Auth.Type == AuthClientCredentials) {
		return false
	}
	return reflect.DeepEqual(x, y) && a.AllowPrivateNetwork == b.AllowPrivateNetwork && a.AllowInsecureHTTP == b.AllowInsecureHTTP
}

// Same reports whether two entries mean the same server, whatever their text, their warnings and their Policy.
func Same(a, b *Server) bool {
	x, y := *a, *b
	secrets := func(s *Server) []secret.String {
		list := []secret.String{s.Auth.Token, s.Auth.Password}
		for _, h := range s.Headers {
			list = append(list, h.Value)
		}
		for _, v := range s.Env {
			list = append(list, v.Value)
		}
		return list
	}
	if !SameSignIn(a, b) || !slices.EqualFunc(secrets(a), secrets(b), secret.String.Equal) {
		return false
	}
	for _, s := range []*Server{&x, &y} { // what is left compares by itself
		s.Auth.Token, s.Auth.Password, s.Auth.OAuth.ClientSecret, s.Auth.OAuth.PrivateKey = secret.String{}, secret.String{}, secret.String{}, secret.String{}
		s.Headers, s.Env = slices.Clone(s.Headers), slices.Clone(s.Env)
		for i := range s.Headers {
			s.Headers[i].Value = secret.String{}
		}
		for i := range s.Env {
			s.Env[i].Value = secret.String{}
		}
		s.Policy, s.Problems = Policy{}, nil
	}
	return (a.Err() == nil) == (b.Err() == nil) && reflect.DeepEqual(x, y)
}
