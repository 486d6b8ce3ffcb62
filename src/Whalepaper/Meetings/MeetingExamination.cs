using NodaTime;
using Whalepaper.Data;

namespace Whalepaper.Meetings;

/// <summary>Whether the meetings stand as topics, weekly hours and skipped dates ask.</summary>
internal sealed class MeetingExamination(WhalepaperDb db, IClock clock) : IExamination
{
    public async Task<IReadOnlyList<Finding>> ExamineAsync(CancellationToken cancellation)
    {
        var outcome = await MeetingPlanning.PreviewAsync(db, clock, cancellation);
        if (outcome.IsNothing)
            return [new(Severity.Fine, "Every meeting stands as planned.")];
        return
        [
            new(
                Severity.Warning,
                $"The meetings are not as planned: {outcome.Added.Count} to add, {outcome.Changed.Count} to change, {outcome.Removed.Count} to remove.",
                "Plan them (the site does so every day).",
                async stop => await MeetingPlanning.PlanAsync(db, clock, stop)),
        ];
    }
}
