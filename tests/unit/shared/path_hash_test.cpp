#include "shared/path_hash.h"

#include <gtest/gtest.h>

#include <vector>

namespace outrider {
namespace {

const std::vector<PackedCell> kPath = {pack({1, 2}), pack({5, 6}), pack({9, 6})};

TEST(PathHash, DoesNotDependOnTheOrderOfAnswers) {
    PathHash forth;
    forth.add(0, AnswerStatus::kFound, kPath);
    forth.add(1, AnswerStatus::kUnreachable, {});
    PathHash back;
    back.add(1, AnswerStatus::kUnreachable, {});
    back.add(0, AnswerStatus::kFound, kPath);
    EXPECT_EQ(forth.value(), back.value());
}

TEST(PathHash, DependsOnIndexStatusAndEveryCell) {
    const std::uint64_t hash = answer_hash(3, AnswerStatus::kFound, kPath);
    EXPECT_NE(answer_hash(4, AnswerStatus::kFound, kPath), hash);
    EXPECT_NE(answer_hash(3, AnswerStatus::kPartial, kPath), hash);
    for (std::size_t i = 0; i < kPath.size(); ++i) {
        auto other = kPath;
        other[i].bits += 1;
        EXPECT_NE(answer_hash(3, AnswerStatus::kFound, other), hash) << i;
    }
    EXPECT_NE(answer_hash(3, AnswerStatus::kFound, std::span(kPath).first(2)), hash);
}

TEST(PathHash, IsTheSameOnEveryMachine) {
    PathHash hash;
    hash.add(3, AnswerStatus::kFound, kPath);
    EXPECT_EQ(hash.value(), 0x2604'2796'F843'7C69U) << std::hex << hash.value();
}

}  // namespace
}  // namespace outrider
