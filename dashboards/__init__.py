"""The two Streamlit apps and what they share."""
