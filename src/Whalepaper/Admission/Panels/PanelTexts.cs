namespace Whalepaper.Admission.Panels;

/// <summary>The words of panels, trial talks and what is asked about them; they lie beside it, in each language.</summary>
public sealed class PanelTexts;
