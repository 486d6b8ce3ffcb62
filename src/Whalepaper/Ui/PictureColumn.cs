namespace Whalepaper.Ui;

/// <summary>A column of a picture.</summary>
/// <param name="Name">What stands beneath it.</param>
/// <param name="Under">What stands beneath that; null for nothing.</param>
/// <param name="All">How tall it is; at least 0.</param>
/// <param name="Part">How tall a part of it is; null for none.</param>
/// <param name="Count">What stands on top of it.</param>
public sealed record PictureColumn(string Name, string? Under, int All, int? Part, string Count);

/// <summary>A bar of a list.</summary>
/// <param name="Name">Whose it is.</param>
/// <param name="Length">How long it is; at least 0.</param>
/// <param name="Says">What stands behind it.</param>
/// <param name="Href">Where its name leads; null for nowhere.</param>
public sealed record PictureBar(string Name, double Length, string Says, string? Href = null);
