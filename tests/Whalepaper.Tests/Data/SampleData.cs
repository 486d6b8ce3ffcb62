using Whalepaper.Members;
using Whalepaper.Papers;
using Whalepaper.Talks;
using Whalepaper.Topics;
using Whalepaper.Tracks;

namespace Whalepaper.Tests.Data;

/// <summary>Small, valid data for tests that need some.</summary>
internal static class SampleData
{
    /// <summary>Topic 1 with the track nlp, one entry, and a talk of 杨夕 on it; gives the talk's number.</summary>
    public static Task<int> OneTalkAsync(TestDatabase database) => database.WithAsync(async db =>
    {
        var now = database.Clock.GetCurrentInstant();
        var topic = new Topic(1);
        var list = topic.Include(new Track("nlp", "自然语言处理", 0));
        db.Add(topic);
        await db.SaveChangesAsync();
        var entry = new ReadingListEntry(list, new Paper("XLNet", "https://example.org/xlnet", PaperKind.Paper, now), 0, now);
        db.Add(entry);
        await db.SaveChangesAsync();
        var presenter = new Member("杨夕", "杨夕", now);
        var talk = new Talk(entry, [presenter], now, presenter);
        db.Add(talk);
        await db.SaveChangesAsync();
        return talk.Id;
    });
}
