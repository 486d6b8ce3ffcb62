using System.Globalization;
using Microsoft.Extensions.Localization;
using Whalepaper.Data;
using Whalepaper.Members.Access;
using Whalepaper.Ui;

namespace Whalepaper.Improving.Retrospectives;

/// <summary>What came out of looking back, as a file.</summary>
public static class RetrospectiveFiles
{
    /// <summary>Adds <c>/topics/{number}/retrospective.csv</c>, for those who may read the page.</summary>
    public static IEndpointRouteBuilder MapRetrospectiveFiles(this IEndpointRouteBuilder routes)
    {
        routes.MapFile("/topics/{number:int}/retrospective.csv", ExportAsync).WithMetadata(new RequiresAttribute(Act.Improve));
        return routes;
    }

    private static async Task<IResult> ExportAsync(int number, HttpContext http, WhalepaperDb db, IStringLocalizer<RetrospectiveTexts> words)
    {
        if (await db.RetrospectivePageAsync(number, http.Actor(), http.RequestAborted) is not { Retrospective: { } retrospective } || !http.Actor().MayRead(retrospective))
            return TypedResults.NotFound();
        return CsvSheet.Answer(
            string.Create(CultureInfo.InvariantCulture, $"retrospective-{number}.csv"), ["question", "answer", "count"], Rows(retrospective, words).Select(row => (string?[])[row.Question, row.Answer, row.Count]));
    }

    private static IEnumerable<(string Question, string Answer, string Count)> Rows(Retrospective retrospective, IStringLocalizer<RetrospectiveTexts> words)
    {
        if (retrospective.HasResults)
        {
            foreach (var (n, name) in Questions.Scales.Index())
            {
                for (var score = 1; score <= AnswerSheet.Highest; score++)
                    yield return (words[$"Ask.{name}"], Number(score), Number(retrospective.Count(n, score)));
            }

            foreach (var said in retrospective.Keep)
                yield return (words["Ask.keep"], said, "");
            foreach (var said in retrospective.Change)
                yield return (words["Ask.change"], said, "");
        }

        yield return (words["Numbers.Invited"], "", Number(retrospective.Invited));
        yield return (words["Numbers.Answered"], "", Number(retrospective.Answered ?? 0));
        foreach (var (name, value) in TopicFacts.Of(retrospective.Numbers))
            yield return (words[$"Numbers.{name}"], "", value.ToString("0.#", CultureInfo.InvariantCulture));
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}

/// <summary>The numbers of a topic, with the names of their words, in the order in which they are told.</summary>
internal static class TopicFacts
{
    public static IEnumerable<(string Name, decimal Value)> Of(TopicNumbers numbers)
    {
        yield return ("Planned", numbers.Planned);
        yield return ("Given", numbers.Given);
        yield return ("Missed", numbers.Missed);
        yield return ("Meetings", numbers.Meetings);
        if (numbers.Attendance is { } attendance)
            yield return ("Attendance", Math.Round(attendance, 1, MidpointRounding.AwayFromZero));
        yield return ("RemindersFailed", numbers.RemindersFailed);
    }
}
