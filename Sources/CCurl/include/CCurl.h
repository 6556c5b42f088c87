// The part of libcurl that emend calls: one request, one answer.
//
// The library is opened when the first request is made, so that nothing links to it and a
// computer without it misses nothing but servers.
#ifndef EMEND_CCURL_H
#define EMEND_CCURL_H

#include <stddef.h>

// Numbers of libcurl's for failures that are no fault of the request.
enum {
    EMEND_CURL_PROXY = 5, EMEND_CURL_HOST = 6, EMEND_CURL_CONNECT = 7, EMEND_CURL_TIME = 28,
    EMEND_CURL_CANCELLED = 42
};

typedef struct {
    // http:// or https://, the only protocols that are taken.
    const char *url;
    // Posted as JSON; NULL asks without a body.
    const char *body;
    size_t bodySize;
    // "name:password"; NULL for none.
    const char *credentials;
    long connectMilliseconds;
    long milliseconds;
    // Bytes of the longest answer.
    size_t limit;
    // Asked about once a second; anything but 0 ends the request.
    int (*isCancelled)(void);
} EmendRequest;

typedef struct {
    // HTTP's; 0 where the request failed.
    long status;
    // To be freed; may be NULL.
    char *body;
    size_t bodySize;
    // Why the request failed: libcurl's number, and a sentence.
    int code;
    char error[256];
} EmendResponse;

// Makes a request; any thread may, several at once.
//
// Answers 1 for an answer of whatever status, 0 for a failure on the way, -1 where there is no
// libcurl.
int emend_curl_send(const EmendRequest *request, EmendResponse *response);

#endif
