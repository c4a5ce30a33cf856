#pragma once
// Finds passes that were at too many venues at once, such as a screenshot that is handed round. It counts
// without keeping who was where: a pass and a venue are known by keyed hashes only, and only for the length
// of a window.
//
// Windows overlap by half, so that checks within half a window of each other are seen together in one of
// them. Checks may come out of order as long as they are not older than the open windows; older ones are
// counted as late. Memory: kPasses passes in each of at most kWindows windows. When a window is full, the
// passes that were at one venue only are dropped from it and counted; they may start anew.
//
// Each thread has its own object.
#include <array>
#include <cstdint>
#include <map>
#include <string_view>
#include <vector>

#include "base/bytes.hpp"
#include "base/time.hpp"

namespace vpass {

// Returns a keyed hash (HMAC-SHA256, cut to 64 bits) of an identifier or a venue.
std::uint64_t keyed_tag(Bytes key, std::string_view text);

struct SharedPass {
    std::uint64_t tag = 0;     // the keyed hash of the pass's identifier
    std::uint64_t venues = 0;  // distinct ones inside the window
    std::uint64_t checks = 0;
    UnixTime from = 0, to = 0;  // the first and last check inside the window
    std::uint64_t line = 0;     // of one of the checks: where to look
};

class SharedPasses {
 public:
    static constexpr std::size_t kPasses = 1 << 20;
    static constexpr std::size_t kWindows = 4;

    // Finds passes at `venues` or more distinct venues within `window` seconds (at least 2).
    SharedPasses(std::uint64_t venues, std::int64_t window, std::size_t passes = kPasses)
        : venues_(venues), half_(window / 2), capacity_(passes) {}

    void add(std::uint64_t pass, std::uint64_t venue, UnixTime time, std::uint64_t line);
    // Returns each pass once, by the window in which it was at most venues; in the order of tags.
    std::vector<SharedPass> finish();
    std::uint64_t late() const { return late_; }
    std::uint64_t dropped() const { return dropped_; }

 private:
    struct Seen {
        std::uint64_t pass = 0, venue = 0, line = 0;  // the first venue; further ones in a list
        UnixTime from = 0, to = 0;
        std::uint32_t checks = 0;  // 0: an empty place
        std::uint32_t list = 0;    // number of its list + 1
    };
    // The venues of one pass: there are few for nearly every pass, and for a hostile one as many as there are
    // checks.
    class Venues {
     public:
        void add(std::uint64_t venue);
        std::size_t size() const { return used_; }

     private:
        std::vector<std::uint64_t> places_;  // open addressing, 0 is empty
        std::size_t used_ = 0;
    };
    struct Window {
        std::vector<Seen> places;  // open addressing
        std::vector<Venues> lists;
        std::size_t used = 0;
    };
    void add(Window& window, std::uint64_t pass, std::uint64_t venue, UnixTime time, std::uint64_t line);
    void note(Window& window, Seen& seen, std::uint64_t venue, UnixTime time, std::uint64_t line);
    static Seen& place(std::vector<Seen>& places, std::uint64_t pass);
    void resize(Window& window);
    std::uint64_t venues_;
    std::int64_t half_;
    std::size_t capacity_;
    std::map<std::int64_t, Window> windows_;
    std::map<std::uint64_t, SharedPass> found_;
    std::int64_t oldest_ = INT64_MIN;  // windows before it are closed
    std::uint64_t late_ = 0, dropped_ = 0;
};

}  // namespace vpass
