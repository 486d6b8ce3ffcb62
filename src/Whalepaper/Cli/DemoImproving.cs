using Microsoft.EntityFrameworkCore;
using NodaTime;
using Whalepaper.Data;
using Whalepaper.Improving.Retrospectives;
using Whalepaper.Improving.Suggestions;
using Whalepaper.Notices.Deliveries;

namespace Whalepaper.Cli;

/// <summary>How the group of the demonstration improves: suggestions in several states, and the look back on its last topic.</summary>
internal sealed class DemoImproving(WhalepaperDb db, IClock clock)
{
    private static readonly AnswerSheet[] answers =
    [
        new([5, 4, 4], "每次分享后留二十分钟讨论，收获最大。", "希望提前一周看到幻灯片。"),
        new([4, 3, 4], "固定在周六晚上，不用每次再约时间。", "The recordings came late; a day after would be fine."),
        new([4, 4, 2], "", "新成员不太敢提问，可以先收集一些问题。"),
    ];

    private readonly Instant _now = clock.GetCurrentInstant();

    public async Task AddAsync(CancellationToken cancellation)
    {
        var members = await db.Members.Where(m => m.Name == "杨夕" || m.Name == "张帆" || m.Name == "Stefan").ToDictionaryAsync(m => m.Name, m => m.Id, StringComparer.Ordinal, cancellation);
        if (members.Count < 3)
            return;
        var (organizer, committee, inner) = (members["杨夕"], members["张帆"], members["Stefan"]);
        var open = new Suggestion(inner, "会前一天统一收集问题", "现场大家不太敢提问。可以在**会前一天**发一个收集帖，主持人挑两三个先问。\n\n- 匿名也可以\n- 分享人能提前准备", "demo-1", _now - Duration.FromDays(6));
        var planned = new Suggestion(organizer, "Put the recordings online within a day", "Who could not come wants to see the talk before the next one.", "demo-2", _now - Duration.FromDays(20));
        var done = new Suggestion(inner, "每期开始前公布阅读清单", "这样可以提前挑论文，也方便请假。", "demo-3", _now - Duration.FromDays(60));
        db.AddRange(open, planned, done);
        await db.SaveChangesAsync(cancellation);
        planned.Decide(SuggestionState.Planned, "We try it with the next three meetings.", committee, _now - Duration.FromDays(12));
        done.Decide(SuggestionState.Done, "从这一期起，清单在开始前一周公布。", committee, _now - Duration.FromDays(30));
        db.AddRange(new SuggestionSupport(open, organizer, _now - Duration.FromDays(5)), new SuggestionSupport(open, committee, _now - Duration.FromDays(4)), new SuggestionSupport(planned, inner, _now - Duration.FromDays(19)));
        db.Add(new SuggestionComment(open, committee, "赞成。由谁来收集？", "demo-4", _now - Duration.FromDays(4)));
        await db.SaveChangesAsync(cancellation);
        await LookBackAsync([organizer, committee, inner], committee, cancellation);
        // Whoever looks around begins with the inbox that the rest of the demonstration gives them.
        await db.Deliveries.Where(d => d.Occasion.StartsWith("suggestion:") || d.Occasion.StartsWith("retrospective:")).Where(d => d.State == DeliveryState.Waiting).ExecuteDeleteAsync(cancellation);
    }

    private async Task LookBackAsync(int[] invited, int committee, CancellationToken cancellation)
    {
        if (await db.Topics.Where(t => t.Number < DemoReading.Topic && t.OpenedAt != null).OrderByDescending(t => t.Number).Select(t => (int?)t.Id).FirstOrDefaultAsync(cancellation) is not { } topic)
            return;
        var closes = _now - Duration.FromDays(9);
        var retrospective = new Retrospective(topic, invited, closes, committee, closes - Duration.FromDays(10));
        var numbers = await db.NumbersOfAsync(topic, _now, cancellation);
        retrospective.Close(answers, numbers, closes);
        retrospective.Publish("谢谢大家。我们记下三件事：\n\n1. 幻灯片提前一周放到页面上；\n2. 录像第二天上传；\n3. 会前收集问题，先请新成员来问。", new HashSet<int>(), new HashSet<int>(), numbers, committee, _now - Duration.FromDays(8));
        db.Add(retrospective);
        await db.SaveChangesAsync(cancellation);
        await db.RetrospectiveInvitees.Where(i => i.RetrospectiveId == retrospective.Id).ExecuteDeleteAsync(cancellation);
    }
}
