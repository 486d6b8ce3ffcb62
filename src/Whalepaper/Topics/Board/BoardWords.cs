using Microsoft.Extensions.Localization;

namespace Whalepaper.Topics.Board;

/// <summary>What is said of problems and objections: always with the name of what they concern.</summary>
internal static class BoardWords
{
    /// <summary>What stands against an act.</summary>
    public static string Say(this BoardPlan plan, BoardObjection objection, IStringLocalizer<BoardTexts> words) =>
        words[$"Against.{objection.What}", plan.Name(objection.MemberId), plan.Title(objection.EntryId)];

    /// <summary>What is wrong, with the title of the paper: for where it does not stand beside its card.</summary>
    public static string Say(this BoardPlan plan, BoardWarning warning, IStringLocalizer<BoardTexts> words) =>
        warning.EntryId is null ? plan.Note(warning, words) : words["Problem.Of", plan.Title(warning.EntryId), plan.Note(warning, words)];

    /// <summary>What is wrong, beside its card.</summary>
    public static string Note(this BoardPlan plan, BoardWarning warning, IStringLocalizer<BoardTexts> words) => warning.OtherId is { } other
        ? words[$"Problem.{warning.What}.With", plan.Name(warning.MemberId), plan.Title(other)]
        : words[$"Problem.{warning.What}", plan.Name(warning.MemberId), plan.Facts.Most];

    /// <summary>What somebody is called.</summary>
    public static string Name(this BoardPlan plan, int? memberId) => memberId is { } id ? plan.Member(id)?.Name ?? "?" : "";

    private static string Title(this BoardPlan plan, int? entryId) => entryId is { } id ? plan.Card(id)?.Entry.Title ?? "?" : "";
}
