#include "game/paths/worker_output.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <string>
#include <vector>

namespace outrider::paths {
namespace {

using namespace std::chrono_literals;

class Output : public ::testing::Test {
protected:
    ~Output() override {
        if (write_fd_ >= 0) ::close(write_fd_);
    }
    /// As a worker does: never waits.
    bool write(const std::string& text) const {
        return ::write(write_fd_, text.data(), text.size()) == static_cast<ssize_t>(text.size());
    }
    std::vector<std::string> read(bool is_over = false) {
        std::vector<std::string> lines;
        output_.read(now_, is_over, [&](std::string_view line) { lines.emplace_back(line); });
        return lines;
    }

    WorkerOutput output_;
    int write_fd_ = output_.open();
    WorkerOutput::Clock::time_point now_{1h};
};

using Lines = std::vector<std::string>;

TEST_F(Output, HandsOverWholeLines) {
    ASSERT_TRUE(write("one\ntwo\nthr"));
    EXPECT_EQ(read(), (Lines{"one", "two"}));
    ASSERT_TRUE(write("ee\n"));
    EXPECT_EQ(read(), Lines{"three"});
    EXPECT_EQ(read(), Lines{});
}

TEST_F(Output, HandsOverALastLineWithoutAnEnd) {
    ASSERT_TRUE(write("last words"));
    EXPECT_EQ(read(true), Lines{"last words"});
    EXPECT_EQ(output_.descriptor(), -1);
}

TEST_F(Output, CutsAndCleansWhatNobodyShouldSee) {
    ASSERT_TRUE(write(std::string(2'000, 'x') + "\n\x1b[2Jred\r\n"));
    const Lines lines = read();
    ASSERT_EQ(lines.size(), 2U);
    EXPECT_EQ(lines[0].size(), WorkerOutput::kLongestLine);
    EXPECT_EQ(lines[1], "?[2Jred?");
}

TEST_F(Output, NeverBlocksTheWriterAndCountsWhatItDrops) {
    std::uint32_t written = 0;
    while (write("flood\n")) ++written;
    EXPECT_GT(written, WorkerOutput::kMostLinesPerSecond) << "the pipe is full, and the writer went on";
    std::size_t read_lines = 0;
    for (Lines lines = read(); !lines.empty(); lines = read()) read_lines += lines.size();
    EXPECT_EQ(read_lines, WorkerOutput::kMostLinesPerSecond);
    while (output_.dropped() + read_lines < written) {
        const std::uint64_t before = output_.dropped();
        (void)read();
        ASSERT_GT(output_.dropped(), before);
    }
    now_ += 2s;
    ASSERT_TRUE(write("later\n"));
    EXPECT_EQ(read(), Lines{"later"});
}

TEST_F(Output, IsNotWorthWakingForWhileItFloods) {
    for (std::uint32_t i = 0; i < WorkerOutput::kMostLinesPerSecond; ++i) ASSERT_TRUE(write("flood\n"));
    EXPECT_TRUE(output_.is_worth_waking_for(now_));
    EXPECT_EQ(read().size(), WorkerOutput::kMostLinesPerSecond);
    EXPECT_FALSE(output_.is_worth_waking_for(now_));
    EXPECT_TRUE(output_.is_worth_waking_for(now_ + 2s));
}

TEST_F(Output, BeginsAnewAfterAStartThatFailed) {
    ::close(write_fd_);
    write_fd_ = output_.open();
    ASSERT_TRUE(write("second try\n"));
    EXPECT_EQ(read(), Lines{"second try"});
}

TEST_F(Output, NoticesThatTheWriterIsGone) {
    ::close(std::exchange(write_fd_, -1));
    EXPECT_EQ(read(), Lines{});
    EXPECT_EQ(output_.descriptor(), -1);
}

}  // namespace
}  // namespace outrider::paths
