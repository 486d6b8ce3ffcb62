using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Localization;
using NodaTime;
using Whalepaper.Data;
using Whalepaper.Members.Access;
using Whalepaper.Talks.Claiming;
using Whalepaper.Ui.Forms;

namespace Whalepaper.Topics.Board;

/// <summary>Planning a topic on its board: a draft that only the committee sees.</summary>
public static class BoardEndpoints
{
    private const string Path = "/topics/{number:int}/board";

    /// <summary>Adds the commands.</summary>
    public static void MapBoard(this CommandDoors doors)
    {
        ArgumentNullException.ThrowIfNull(doors);
        doors.Open("POST", $"{Path}/placements", Act.DoCommitteeWork, "placePaper", "Put a paper and its presenters to a date in the draft of a topic, or give a talk another date there", PlaceAsync);
        doors.Open("DELETE", $"{Path}/placements/{{entry:int}}", Act.DoCommitteeWork, "unplacePaper", "Take a paper off its date in the draft", UnplaceAsync);
        doors.Open("PUT", $"{Path}/placements/{{entry:int}}/pin", Act.DoCommitteeWork, "pinPaper", "Pin a paper to its date in the draft", PinAsync);
        doors.Open("DELETE", $"{Path}/placements/{{entry:int}}/pin", Act.DoCommitteeWork, "unpinPaper", "Take the pin off", UnpinAsync);
        doors.Open("POST", $"{Path}/swaps", Act.DoCommitteeWork, "swapPapers", "Let two papers of a track change places in the draft", SwapAsync);
        doors.Open("POST", $"{Path}/suggestion", Act.DoCommitteeWork, "suggestPlan", "Fill the free dates of the draft by wishes, days off and fair turns", SuggestAsync);
        doors.Open("DELETE", $"{Path}/steps/last", Act.DoCommitteeWork, "undoPlanning", "Take the last step of the draft back", UndoAsync);
        doors.Open("DELETE", Path, Act.DoCommitteeWork, "discardPlan", "Throw the draft away", DiscardAsync);
    }

    private static Task<IResult> PlaceAsync(int number, Submission<PlacementForm> sent, HttpContext http, WhalepaperDb db, IClock clock, IStringLocalizer<BoardTexts> words) =>
        ActAsync(number, sent, sent.Form.Draft, http, db, clock, words, plan =>
        {
            var presenters = Presenters(sent, plan, words);
            return sent.IsSound ? plan.Place(Number(sent.Form.Entry), Number(sent.Form.Meeting), presenters, sent.Form.Word) : null;
        });

    private static Task<IResult> UnplaceAsync(int number, int entry, Submission<DraftForm> sent, HttpContext http, WhalepaperDb db, IClock clock, IStringLocalizer<BoardTexts> words) =>
        ActAsync(number, sent, sent.Form.Draft, http, db, clock, words, plan => plan.Unplace(entry), entry);

    private static Task<IResult> PinAsync(int number, int entry, Submission<DraftForm> sent, HttpContext http, WhalepaperDb db, IClock clock, IStringLocalizer<BoardTexts> words) =>
        ActAsync(number, sent, sent.Form.Draft, http, db, clock, words, plan => plan.Pin(entry, on: true), entry);

    private static Task<IResult> UnpinAsync(int number, int entry, Submission<DraftForm> sent, HttpContext http, WhalepaperDb db, IClock clock, IStringLocalizer<BoardTexts> words) =>
        ActAsync(number, sent, sent.Form.Draft, http, db, clock, words, plan => plan.Pin(entry, on: false), entry);

    private static Task<IResult> SwapAsync(int number, Submission<SwapForm> sent, HttpContext http, WhalepaperDb db, IClock clock, IStringLocalizer<BoardTexts> words) =>
        ActAsync(number, sent, sent.Form.Draft, http, db, clock, words, plan => plan.Swap(Number(sent.Form.One), Number(sent.Form.Other), sent.Form.Word));

    private static Task<IResult> SuggestAsync(int number, Submission<DraftForm> sent, HttpContext http, WhalepaperDb db, IClock clock, IStringLocalizer<BoardTexts> words) =>
        ActAsync(number, sent, sent.Form.Draft, http, db, clock, words, plan =>
        {
            if (plan.Facts.State is TopicState.Closed)
                return new BoardMove(DraftAct.Suggested, new Dictionary<int, Intention?>(), [new BoardObjection(BoardObstacle.Closed)]);
            try
            {
                var move = plan.Suggest();
                if (move.Changes.Count == 0)
                    sent.Refuse(Submission.Whole, words["Suggest.Nothing"]);
                return move;
            }
            catch (Exception failure) when (failure is TypeInitializationException or DllNotFoundException or BadImageFormatException)
            {
                // The solver is machine code, and there is none of it for every kind of machine; all else goes on without it.
                sent.Refuse(Submission.Whole, words["Suggest.NoSolver"]);
                return null;
            }
        });

    private static Task<IResult> DiscardAsync(int number, Submission<DraftForm> sent, HttpContext http, WhalepaperDb db, IClock clock, IStringLocalizer<BoardTexts> words) =>
        ActAsync(number, sent, sent.Form.Draft, http, db, clock, words, plan =>
        {
            if (plan.Meant.Count == 0)
                sent.Refuse(Submission.Whole, words["Draft.Empty"]);
            return BoardActs.Discard(plan.Meant);
        });

    private static async Task<IResult> UndoAsync(int number, Submission<DraftForm> sent, HttpContext http, WhalepaperDb db, IClock clock, IStringLocalizer<BoardTexts> words)
    {
        var now = clock.GetCurrentInstant();
        if (await db.BoardAsync(number, BoardPeople.Everybody, now, http.RequestAborted) is not var (plan, draft))
            return TypedResults.NotFound();
        sent.MustBeCurrent(sent.Form.Draft, draft, words);
        if (draft.LastStep is null)
            sent.Refuse(Submission.Whole, words["Undo.Nothing"]);
        if (!sent.IsSound)
            return sent.Refused(http, PageOf(number));
        draft.Undo(entry => plan.Card(entry) is not null, now);
        await db.SaveChangesAsync(http.RequestAborted);
        return sent.Done($"{PageOf(number)}?done=undone", new DraftResource(draft.Count));
    }

    /// <summary>Reads the plan, judges what is meant, and notes it in the draft.</summary>
    private static async Task<IResult> ActAsync(
        int number, Submission sent, string? seen, HttpContext http, WhalepaperDb db, IClock clock, IStringLocalizer<BoardTexts> words, Func<BoardPlan, BoardMove?> decide, int? entry = null)
    {
        var now = clock.GetCurrentInstant();
        if (await db.BoardAsync(number, BoardPeople.Everybody, now, http.RequestAborted) is not var (plan, draft) || (entry is { } id && plan.Card(id) is null))
            return TypedResults.NotFound();
        sent.MustBeCurrent(seen, draft, words);
        var move = sent.IsSound ? decide(plan) : null;
        foreach (var objection in move?.Objections ?? [])
            sent.Refuse(FieldOf(sent, objection), plan.Say(objection, words));
        if (!sent.IsSound || move is null)
            return sent.Refused(http, PageOf(number));
        draft.Do(move.Act, move.Changes, await db.Members.SingleAsync(m => m.Id == http.Actor().MemberId, http.RequestAborted), now);
        if (db.Entry(draft).State is EntityState.Detached)
            db.Add(draft);
        await db.SaveChangesAsync(http.RequestAborted);
        var place = move.Changes.Count is 1 or 2 ? $"#entry-{move.Changes.Keys.First()}" : "";
        return sent.Done($"{PageOf(number)}?done={move.Act.ToString().ToLowerInvariant()}{place}", new DraftResource(draft.Count));
    }

    /// <summary>Who looks at an older draft is told so: what they mean may be wrong by now.</summary>
    internal static void MustBeCurrent(this Submission sent, string? seen, PlanDraft draft, IStringLocalizer<BoardTexts> words)
    {
        if (!string.IsNullOrEmpty(seen) && !string.Equals(seen, draft.Count.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal))
            sent.Refuse(sent.IsJson ? "draft" : Submission.Whole, words["Draft.Changed"]);
    }

    internal static string PageOf(int number) => $"/topics/{number}/board";

    // Presenters are named as in the addresses of their pages, or by a name that only one of them has.
    private static List<int> Presenters(Submission<PlacementForm> sent, BoardPlan plan, IStringLocalizer<BoardTexts> words)
    {
        var named = sent.Form.Presenters.SelectMany(NamedPeople.Split).Distinct(StringComparer.Ordinal).ToList();
        var found = new List<int>();
        foreach (var name in named)
        {
            if (plan.Named(name) is { } member)
                found.Add(member.Id);
            else
                sent.Refuse("presenters", words["Against.Unknown", name]);
        }

        if (found.Count > NamedPeople.Most)
            sent.Refuse("presenters", words["Against.Many", NamedPeople.Most]);
        return [.. found.Distinct()];
    }

    private static string FieldOf(Submission sent, BoardObjection objection) => sent switch
    {
        Submission<PlacementForm> => objection.What switch
        {
            BoardObstacle.NoPaper or BoardObstacle.Over or BoardObstacle.Pinned => "entry",
            BoardObstacle.NoMeeting or BoardObstacle.Begun or BoardObstacle.Same or BoardObstacle.Full => "meeting",
            BoardObstacle.Nobody or BoardObstacle.CannotShare => "presenters",
            BoardObstacle.AtOnce => "word",
            _ => Submission.Whole,
        },
        Submission<SwapForm> swap => objection.What switch
        {
            BoardObstacle.AtOnce => "word",
            BoardObstacle.Closed => Submission.Whole,
            _ => objection.EntryId is { } entry && entry == Number(swap.Form.One) ? "one" : "other",
        },
        _ => Submission.Whole,
    };

    private static int Number(string? text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}

/// <summary>A place in the draft.</summary>
/// <param name="Entry">The number of the entry on its list.</param>
/// <param name="Meeting">The meeting's number.</param>
/// <param name="Presenters">Who shares it, by the names in the addresses of their pages; a talk that stands keeps its own.</param>
/// <param name="Word">Why somebody is to share at two meetings at once.</param>
/// <param name="Draft">The draft that was looked at; nothing to act on whatever it is by now.</param>
public sealed record PlacementForm(string? Entry, string? Meeting, [Most(NamedPeople.Most)] string[] Presenters, [Longest(Placement.WordMaximum)] string? Word, [Unseen] string? Draft);

/// <summary>Two that change places.</summary>
/// <param name="One">The number of one entry.</param>
/// <param name="Other">The number of the other.</param>
/// <param name="Word">Why somebody is to share at two meetings at once.</param>
/// <param name="Draft">The draft that was looked at.</param>
public sealed record SwapForm(string? One, string? Other, [Longest(Placement.WordMaximum)] string? Word, [Unseen] string? Draft);

/// <summary>An act on the draft that needs no more than its address.</summary>
/// <param name="Draft">The draft that was looked at.</param>
public sealed record DraftForm([Unseen] string? Draft);

/// <summary>The draft after an act.</summary>
/// <param name="Draft">Its number now; send it with the next act to be told if somebody else was faster.</param>
public sealed record DraftResource(int Draft);
