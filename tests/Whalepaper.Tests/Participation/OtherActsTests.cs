using Microsoft.EntityFrameworkCore;
using Whalepaper.Admission;
using Whalepaper.Admission.Panels;
using Whalepaper.Charter;
using Whalepaper.Data;
using Whalepaper.Members;
using Whalepaper.Participation;
using Whalepaper.Tests.Data;
using Whalepaper.Tests.Meetings.Live;
using Xunit;

namespace Whalepaper.Tests.Participation;

/// <summary>Entries of what happens outside of meetings.</summary>
public sealed class OtherActsTests
{
    [Theory, BothEngines]
    public async Task Who_hears_a_candidate_has_an_entry_once_the_trial_talk_was_given(Engine engine)
    {
        await using var evening = await Evening.ComeAsync(engine);
        var id = await evening.WithAsync(async db =>
        {
            // Letters are told by its clock.
            db.Add(new Group("鲸读会", "Asia/Shanghai", "zh-CN", evening.Now));
            var candidate = await db.Members.SingleAsync(m => m.Id == evening["other"]);
            candidate.MoveTo(Standing.Open, evening.Now);
            await db.SaveChangesAsync();
            var application = new Application(candidate, evening.Now);
            application.Answer(new ApplicationAnswers([await db.Tracks.Select(t => t.Id).SingleAsync()], "Because.", "On whales", "https://example.org/whales", 5, true));
            application.Send(evening.Now);
            application.Accept(evening["host"], evening.Now);
            application.Plan(await db.Talks.SingleAsync(t => t.Id == evening.Second), evening["host"], evening.Now);
            db.Add(application);
            await db.SaveChangesAsync();
            db.AddRange(new PanelSeat(application.Id, evening["host"], evening.Now), new PanelSeat(application.Id, evening["listener"], evening.Now));
            await db.SaveChangesAsync();
            return application.Id;
        });
        Assert.Empty(await evening.LedgerAsync());
        await evening.GiveAsync(evening.Second);
        Assert.Equal(["Given other", "Reviewed host", "Reviewed listener"], await evening.LedgerAsync());
        // Whose seat goes has no entry; who sits down afterwards has one; and what was lost the doctor brings back.
        await evening.WithAsync(async db =>
        {
            db.Remove(await db.PanelSeats.SingleAsync(seat => seat.ApplicationId == id && seat.MemberId == evening["listener"]));
            db.Add(new PanelSeat(id, evening["standby"], evening.Now));
            await db.SaveChangesAsync();
        });
        Assert.Equal(["Given other", "Reviewed host", "Reviewed standby"], await evening.LedgerAsync());
        await evening.WithAsync(db => db.Ledger.Where(entry => entry.Kind == LedgerKind.Reviewed).ExecuteDeleteAsync());
        Assert.Contains(await LedgerTests.ExamineAsync(evening, mends: true), finding => finding.Severity is Severity.Broken);
        Assert.Equal(["Given other", "Reviewed host", "Reviewed standby"], await evening.LedgerAsync());
    }
}
