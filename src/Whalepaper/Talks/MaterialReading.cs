using Microsoft.Extensions.Localization;
using Whalepaper.Charter;
using Whalepaper.Ui.Forms;

namespace Whalepaper.Talks;

/// <summary>A link to lay beside a talk.</summary>
/// <param name="Kind"><c>slides</c>, <c>notes</c>, <c>code</c>, <c>recording</c>, <c>pdf</c> or <c>other</c>.</param>
/// <param name="Title">What it is called.</param>
/// <param name="Link">Where it is: an address of the web.</param>
/// <param name="Public">Whether everybody may see it: <c>yes</c>.</param>
public sealed record LinkForm(string? Kind, [Longest(Material.TitleMaximum)] string? Title, [Longest(Material.LinkMaximum)] string? Link, string? Public);

/// <summary>What a material is.</summary>
/// <param name="Kind">See <see cref="LinkForm"/>.</param>
/// <param name="Title">What it is called.</param>
/// <param name="Public">Whether everybody may see it: <c>yes</c>.</param>
public sealed record MaterialForm(string? Kind, [Longest(Material.TitleMaximum)] string? Title, string? Public);

/// <summary>What goes with a file. The file itself comes last, as <c>file</c>.</summary>
/// <param name="FileKind">See <see cref="LinkForm"/>.</param>
/// <param name="FileTitle">What it is called; as the file if nothing is said.</param>
/// <param name="FilePublic">Whether everybody may see it: <c>yes</c>.</param>
public sealed record UploadForm(string? FileKind, [Longest(Material.TitleMaximum)] string? FileTitle, string? FilePublic);

/// <summary>Reads what the forms of materials have in common.</summary>
internal static class MaterialReading
{
    /// <summary>The kinds, as forms and programs name them.</summary>
    public static IReadOnlyList<MaterialKind> Kinds { get; } = Enum.GetValues<MaterialKind>();

    /// <summary>The word of a kind.</summary>
    public static string Word(this MaterialKind kind) => kind.ToString().ToLowerInvariant();

    /// <summary>The kind that is named; after a fault, any.</summary>
    public static MaterialKind Kind(Submission sent, string field, string? typed, IStringLocalizer<FormTexts> forms)
    {
        var named = Kinds.Where(kind => string.Equals(kind.Word(), typed, StringComparison.Ordinal)).Select(kind => (MaterialKind?)kind).FirstOrDefault();
        if (named is null)
            sent.Refuse(field, forms["Form.Choose"]);
        return named ?? MaterialKind.Other;
    }

    /// <summary>The title on one line; empty after a fault.</summary>
    public static string Title(Submission sent, string field, string? typed, IStringLocalizer<FormTexts> forms)
    {
        var title = OneLine.Of(typed ?? "");
        if (title.Length == 0)
            sent.Refuse(field, forms["Form.Missing"]);
        return title;
    }

    /// <summary>Whether it is for everybody. Who says so in words that are not understood must not be taken for either.</summary>
    public static bool IsPublic(Submission sent, string field, string? typed, IStringLocalizer<FormTexts> forms)
    {
        if (typed is not (null or "" or "yes" or "no"))
            sent.Refuse(field, forms["Form.Choose"]);
        return typed is "yes";
    }
}
