namespace Whalepaper.Ui;

/// <summary>The words of the shell and of the shared components.</summary>
public sealed class UiTexts;
