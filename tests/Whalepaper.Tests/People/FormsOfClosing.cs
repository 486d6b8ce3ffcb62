using Whalepaper.Members;
using Whalepaper.Participation.Closing;

namespace Whalepaper.Tests.People;

/// <summary>The forms about closing a topic, and about certificates.</summary>
internal static class FormsOfClosing
{
    public static readonly IReadOnlyList<HouseForm> All =
    [
        new("POST", "/topics/{number:int}/closing", async stage => await stage.AsAsync("committee", $"/topics/{await stage.House.OverAsync()}/closing")) { ForPrograms = true },
        new("DELETE", "/topics/{number:int}/closing", async stage => await stage.AsAsync("committee", $"/topics/{await stage.House.ClosingAsync(ClosingState.Frozen)}/closing")) { ForPrograms = true },
        new("POST", "/topics/{number:int}/closing/telling", async stage => await stage.AsAsync("committee", $"/topics/{await stage.House.ClosingAsync(ClosingState.Frozen, low: stage.House["inner"])}/closing/telling")) { ForPrograms = true },
        new("PUT", "/topics/{number:int}/closing/{handle}/decision", async stage =>
            await stage.AsAsync("committee", $"/topics/{await stage.House.ClosingAsync(ClosingState.Told, low: stage.House["inner"])}/closing/inner/decision", ("decision", "keep"), ("reason", "They were **ill**.\nAnd told us.")))
        {
            ForPrograms = true, Needs = ["decision", "reason"], Wrong = [("decision", BadWords.Choices)],
        },
        new("POST", "/topics/{number:int}/closing/execution", async stage =>
            await stage.AsAsync("committee", $"/topics/{await stage.House.ClosingAsync(ClosingState.Told, decision: ClosingDecision.Keep, low: stage.House["inner"])}/closing/execution")) { ForPrograms = true },
        new("DELETE", "/topics/{number:int}/closing/execution", async stage =>
            await stage.AsAsync("committee", $"/topics/{await stage.House.ClosingAsync(ClosingState.Executed, decision: ClosingDecision.Keep, low: stage.House["inner"])}/closing/execution")) { ForPrograms = true },
        new("POST", "/topics/{number:int}/closing/publication", async stage =>
            await stage.AsAsync("committee", $"/topics/{await stage.House.ClosingAsync(ClosingState.Published, decision: ClosingDecision.Keep, low: stage.House["inner"])}/closing/publication")) { ForPrograms = true },
        new("PUT", "/me/closing/{number:int}/objection", async stage =>
        {
            var (session, id, _) = await stage.ComeAsync(Standing.Inner);
            return new Filled(session, id, $"/me/closing/{await stage.House.ClosingAsync(ClosingState.Told, objecting: true, low: id)}/objection", ("objection", "I was **there**.\nAsk them."));
        })
        { ForPrograms = true, Needs = ["objection"] },
        new("POST", "/me/return", async stage =>
        {
            var (session, id, _) = await stage.ComeAsync(Standing.Inner);
            await stage.House.ClosingAsync(ClosingState.Executed, decision: ClosingDecision.ToFormer, low: id);
            return new Filled(session, id, "/me/return");
        })
        { ForPrograms = true },
        new("PUT", "/members/{handle}/certificates/{topic:int}", async stage =>
        {
            var (session, id, name) = await stage.ComeAsync(Standing.Inner);
            return new Filled(session, id, $"/members/{name}/certificates/{await stage.House.GivenTopicAsync(id)}");
        })
        { ForPrograms = true },
        new("DELETE", "/members/{handle}/certificates/{topic:int}", async stage =>
        {
            var (session, id, name) = await stage.ComeAsync(Standing.Inner);
            var path = $"/members/{name}/certificates/{await stage.House.GivenTopicAsync(id)}";
            await session.SendAsync("PUT", path);
            return new Filled(session, id, path);
        })
        { ForPrograms = true },
    ];
}
