#include "CCurl.h"

#include <curl/curl.h>
#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// The macros that check types call the functions by name, and these are pointers.
#undef curl_easy_setopt
#undef curl_easy_getinfo

static struct {
    CURLcode (*globalInit)(long);
    CURL *(*init)(void);
    CURLcode (*setopt)(CURL *, CURLoption, ...);
    CURLcode (*perform)(CURL *);
    CURLcode (*getinfo)(CURL *, CURLINFO, ...);
    void (*cleanup)(CURL *);
    const char *(*strerror)(CURLcode);
    struct curl_slist *(*append)(struct curl_slist *, const char *);
    void (*freeAll)(struct curl_slist *);
    int isReady;
} curl;

static pthread_once_t opened = PTHREAD_ONCE_INIT;

static void openLibrary(void) {
    // Debian and Red Hat call OpenSSL's so; Debian's other build is the same interface.
    const char *names[] = {"libcurl.so.4", "libcurl-gnutls.so.4", "libcurl.so"};
    void *library = NULL;
    for (size_t i = 0; !library && i < sizeof names / sizeof *names; i++)
        library = dlopen(names[i], RTLD_NOW | RTLD_LOCAL);
    if (!library) return;
    *(void **)&curl.globalInit = dlsym(library, "curl_global_init");
    *(void **)&curl.init = dlsym(library, "curl_easy_init");
    *(void **)&curl.setopt = dlsym(library, "curl_easy_setopt");
    *(void **)&curl.perform = dlsym(library, "curl_easy_perform");
    *(void **)&curl.getinfo = dlsym(library, "curl_easy_getinfo");
    *(void **)&curl.cleanup = dlsym(library, "curl_easy_cleanup");
    *(void **)&curl.strerror = dlsym(library, "curl_easy_strerror");
    *(void **)&curl.append = dlsym(library, "curl_slist_append");
    *(void **)&curl.freeAll = dlsym(library, "curl_slist_free_all");
    curl.isReady = curl.globalInit && curl.init && curl.setopt && curl.perform && curl.getinfo &&
                   curl.cleanup && curl.strerror && curl.append && curl.freeAll &&
                   curl.globalInit(CURL_GLOBAL_DEFAULT) == CURLE_OK;
}

typedef struct {
    EmendResponse *response;
    size_t limit;
} Sink;

static size_t take(char *bytes, size_t one, size_t count, void *context) {
    Sink *sink = context;
    EmendResponse *response = sink->response;
    size_t size = one * count;
    if (size > sink->limit - response->bodySize) return 0;
    char *grown = realloc(response->body, response->bodySize + size + 1);
    if (!grown) return 0;
    memcpy(grown + response->bodySize, bytes, size);
    response->body = grown;
    response->bodySize += size;
    return size;
}

static int goesOn(void *context, curl_off_t a, curl_off_t b, curl_off_t c, curl_off_t d) {
    const EmendRequest *request = context;
    return request->isCancelled && request->isCancelled();
}

int emend_curl_send(const EmendRequest *request, EmendResponse *response) {
    memset(response, 0, sizeof *response);
    pthread_once(&opened, openLibrary);
    if (!curl.isReady) return -1;
    CURL *handle = curl.init();
    if (!handle) {
        snprintf(response->error, sizeof response->error, "no memory for a request");
        return 0;
    }
    Sink sink = {response, request->limit};
    struct curl_slist *headers = curl.append(NULL, "Content-Type: application/json");
    // Or libcurl waits a second for a leave that small servers do not give.
    headers = curl.append(headers, "Expect:");
    curl.setopt(handle, CURLOPT_URL, request->url);
    curl.setopt(handle, CURLOPT_HTTPHEADER, headers);
    curl.setopt(handle, CURLOPT_NOSIGNAL, 1L);
    curl.setopt(handle, CURLOPT_USERAGENT, "emend");
    curl.setopt(handle, CURLOPT_CONNECTTIMEOUT_MS, request->connectMilliseconds);
    curl.setopt(handle, CURLOPT_TIMEOUT_MS, request->milliseconds);
    curl.setopt(handle, CURLOPT_WRITEFUNCTION, take);
    curl.setopt(handle, CURLOPT_WRITEDATA, &sink);
    curl.setopt(handle, CURLOPT_NOPROGRESS, 0L);
    curl.setopt(handle, CURLOPT_XFERINFOFUNCTION, goesOn);
    curl.setopt(handle, CURLOPT_XFERINFODATA, request);
    curl.setopt(handle, CURLOPT_ERRORBUFFER, response->error);
    if (request->credentials) curl.setopt(handle, CURLOPT_USERPWD, request->credentials);
    if (request->body) {
        curl.setopt(handle, CURLOPT_POST, 1L);
        curl.setopt(handle, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)request->bodySize);
        curl.setopt(handle, CURLOPT_POSTFIELDS, request->body);
    }
    CURLcode code = curl.perform(handle);
    response->code = code;
    if (code == CURLE_OK) curl.getinfo(handle, CURLINFO_RESPONSE_CODE, &response->status);
    if (code == CURLE_WRITE_ERROR)
        snprintf(response->error, sizeof response->error, "the answer is too long");
    else if (code != CURLE_OK && !response->error[0])
        snprintf(response->error, sizeof response->error, "%s", curl.strerror(code));
    curl.freeAll(headers);
    curl.cleanup(handle);
    return code == CURLE_OK;
}
