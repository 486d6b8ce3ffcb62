using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Localization;
using NodaTime;
using NodaTime.Text;
using Whalepaper.Data;
using Whalepaper.Members.Access;
using Whalepaper.Ui;

namespace Whalepaper.Participation.Measuring;

/// <summary>How everybody stands in a topic, as a file.</summary>
public static class RollEndpoints
{
    /// <summary>Adds <c>/participation.csv</c>.</summary>
    public static IEndpointRouteBuilder MapRoll(this IEndpointRouteBuilder routes)
    {
        routes.MapFile("/participation.csv", ExportAsync).WithMetadata(new RequiresAttribute(Act.DoCommitteeWork));
        return routes;
    }

    /// <summary>The topic that a query asks for; null for the newest.</summary>
    internal static int? Topic(string? text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static async Task<IResult> ExportAsync(string? topic, HttpContext http, WhalepaperDb db, IClock clock, IStringLocalizer<ParticipationTexts> words)
    {
        var frames = await TopicFrames.ReadAsync(db, Topic(topic), 1, clock.GetCurrentInstant(), http.RequestAborted);
        return await CsvSheet.AnswerAsync(
            "participation.csv",
            ["topic", "handle", "name", "role", "state", "verdict", "talks", "held", "attended", "excused", "excused_late", "rate", "meetings_left", "ways", "warned_at"],
            RowsAsync(db, frames, words, http.RequestAborted));
    }

    private static async IAsyncEnumerable<IReadOnlyList<string?>> RowsAsync(WhalepaperDb db, TopicFrames frames, IStringLocalizer<ParticipationTexts> words, [EnumeratorCancellation] CancellationToken cancellation)
    {
        if (frames.All.Count == 0)
            yield break;
        var order = await RollOrder.ReadAsync(db, frames, cancellation);
        for (var from = 0; from < order.Count; from += TopicRoll.Stretch)
        {
            foreach (var line in await order.LinesAsync(from, TopicRoll.Stretch, cancellation))
                yield return Row(frames.All[0].Number, line, words);
        }
    }

    private static string?[] Row(int topic, RollLine line, IStringLocalizer<ParticipationTexts> words)
    {
        var (meter, done) = (line.Meter, line.Meter.Now.Evidence);
        return
        [
            Text(topic), line.Handle, line.Name, line.Role.ToString(), meter.State.ToString(), meter.Now.Kind.ToString(), Text(done.Talks), Text(done.Held), Text(done.Attended),
            Text(done.Excused), Text(done.ExcusedLate), meter.Now.Rate?.ToString("0.####", CultureInfo.InvariantCulture), Text(meter.Ahead.Meetings), words.Ways(meter),
            line.WarnedAt is { } at ? InstantPattern.General.Format(at) : null,
        ];
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
