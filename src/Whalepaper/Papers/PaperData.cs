using System.Globalization;
using System.Text.Json.Nodes;
using Whalepaper.Ui;

namespace Whalepaper.Papers;

/// <summary>A paper as schema.org tells it.</summary>
public static class PaperData
{
    /// <summary>A <c>ScholarlyArticle</c>; an open-source solution is <c>SoftwareSourceCode</c>.</summary>
    public static JsonObject Of(PaperView view, HouseAddress house)
    {
        ArgumentNullException.ThrowIfNull(view);
        ArgumentNullException.ThrowIfNull(house);
        var paper = view.Paper;
        var data = new JsonObject
        {
            ["@type"] = paper.Kind is PaperKind.OpenSource ? "SoftwareSourceCode" : "ScholarlyArticle",
            ["name"] = paper.Title,
            ["headline"] = paper.Title,
            ["url"] = house.Of($"/papers/{paper.Id}"),
        };
        if (Script.LangOf(paper.Title) is { } language)
            data["inLanguage"] = language;
        if (paper.Authors.Count > 0)
            data["author"] = new JsonArray([.. paper.Authors.Select(name => new JsonObject { ["@type"] = "Person", ["name"] = name })]);
        if (paper.Year is { } year)
            data["datePublished"] = year.ToString("0000", CultureInfo.InvariantCulture);
        if (paper.Venue is not null)
            data["isPartOf"] = new JsonObject { ["@type"] = "PublicationIssue", ["name"] = paper.Venue };
        if (paper.Abstract is not null)
            data["abstract"] = paper.Abstract;
        if (paper.Repository is not null)
            data["codeRepository"] = paper.Repository;
        if (paper.Doi is not null)
            data["identifier"] = $"https://doi.org/{paper.Doi}";
        else if (paper.ArxivId is not null)
            data["identifier"] = $"https://arxiv.org/abs/{paper.ArxivId}";
        if (view.Address is not null)
            data["sameAs"] = view.Address;
        return data;
    }
}
